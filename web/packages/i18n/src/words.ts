// What the files of words must hold to in every language; pure, for the test that stands beside.
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';

export type Tree = { [key: string]: string | Tree };

// "forms.summary" -> its text.
export function flatten(tree: Tree, before = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') all.set(before + key, value);
    else for (const [inner, text] of flatten(value, `${before}${key}.`)) all.set(inner, text);
  }
  return all;
}

const kinds = new Map<TYPE, string>([
  [TYPE.argument, 'text'],
  [TYPE.number, 'number'],
  [TYPE.date, 'date'],
  [TYPE.time, 'time'],
  [TYPE.select, 'select'],
  [TYPE.plural, 'plural'],
  [TYPE.tag, 'tag'],
]);

function gather(elements: MessageFormatElement[], found: Set<string>): void {
  for (const element of elements) {
    const kind = kinds.get(element.type);
    if (kind === undefined || !('value' in element)) continue;
    if (element.type === TYPE.select) {
      found.add(`${element.value}: select ${Object.keys(element.options).sort().join('|')}`);
    } else {
      found.add(`${element.value}: ${kind}`);
    }
    if (element.type === TYPE.select || element.type === TYPE.plural) {
      for (const option of Object.values(element.options)) gather(option.value, found);
    }
    if (element.type === TYPE.tag) gather(element.children, found);
  }
}

// The arguments of a message, each with its kind; throws what is wrong with a message that is no valid ICU.
export function argumentsOf(message: string): string[] {
  const found = new Set<string>();
  gather(parse(message), found);
  // The plain value may stand beside its plural: "{count}" as well as "{count, plural, …}".
  const named = [...found].map((one) => one.split(': ') as [string, string]);
  const plain = ([name, kind]: [string, string]) =>
    kind === 'text' && named.some(([other, more]) => other === name && more !== kind);
  return named
    .filter((one) => !plain(one))
    .map((one) => one.join(': '))
    .sort();
}

// Plural forms that a message has and its language does not know, or needs and lacks.
export function pluralFaults(message: string, language: string): string[] {
  const known = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const faults: string[] = [];
  const look = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.plural) {
        const forms = Object.keys(element.options).filter((form) => !form.startsWith('='));
        faults.push(
          ...forms.filter((form) => !known.some((one) => one === form)).map((form) => `no form ${form}`),
        );
        if (known.includes('one') && !forms.includes('one')) faults.push('form one is missing');
      }
      if (element.type === TYPE.plural || element.type === TYPE.select) {
        Object.values(element.options).forEach((option) => look(option.value));
      }
    }
  };
  look(parse(message));
  return faults;
}

// Everything that one language's file lacks or has wrong against the English one, one line each.
export function faultsOf(language: string, english: Tree, own: Tree): string[] {
  const wanted = flatten(english);
  const have = flatten(own);
  const faults: string[] = [];
  for (const [key, text] of wanted) {
    const words = have.get(key);
    if (words === undefined) {
      faults.push(`missing: ${key} = ${JSON.stringify(text)}`);
      continue;
    }
    if (text !== '' && words.trim() === '') faults.push(`empty: ${key} = ${JSON.stringify(text)}`);
    try {
      const [ours, theirs] = [argumentsOf(words).join(', '), argumentsOf(text).join(', ')];
      if (ours !== theirs) faults.push(`arguments: ${key} has {${ours}}, English has {${theirs}}`);
      faults.push(...pluralFaults(words, language).map((fault) => `plural: ${key}: ${fault}`));
    } catch (error) {
      faults.push(`not ICU: ${key}: ${String(error)}`);
    }
  }
  for (const key of have.keys()) if (!wanted.has(key)) faults.push(`not in English: ${key}`);
  return faults;
}
