import { readsEnglish, wordsFor } from '@portico/i18n';

// The server tells what happened to a thing in English, from the codes of its audit trail: "changed (name: A → B; enabled:
// yes → no)". Here the codes become words again; what is not known stays as it came.

const listed = (key: string, spaces: readonly (readonly [Parameters<typeof wordsFor>[0], string])[]) => {
  for (const [namespace, place] of spaces) {
    const found = wordsFor(namespace, place.replace('*', key));
    if (found) return found;
  }
  return key;
};

// Of these facts the values are codes too.
const coded: Record<string, (value: string) => string> = {
  permissions: (key) =>
    listed(key, [
      ['permissions', 'tenant.*.name'],
      ['permissions', 'clinician.*.name'],
    ]),
  checks: (key) => listed(key, [['admin', 'general.check.*']]),
  state: (key) => listed(key, [['clinician-portal', 'links.states.*']]),
  enabled: (key) => listed(key, [['common', 'historyValues.*']]),
  emergencyAccess: (key) => listed(key, [['common', 'historyValues.*']]),
  role: (key) => listed(key, [['common', 'historyValues.*']]),
  defaultRole: (key) => listed(key, [['common', 'historyValues.*']]),
  photo: (key) => listed(key, [['common', 'historyValues.*']]),
  notes: (key) => listed(key, [['common', 'historyValues.*']]),
};

function factText(fact: string): string {
  const [, key = '', value = ''] = /^(\w+): (.*)$/s.exec(fact) ?? [];
  const name = key && wordsFor('common', `historyFacts.${key}`);
  if (!name) return fact;
  const words = coded[key];
  return `${name}: ${words ? value.replace(/\b[a-z_]{2,}\b/g, words) : value}`;
}

export function historyText(change: string): string {
  if (readsEnglish()) return change;
  const [, act = '', facts] = /^([a-z ]+?)(?: \((.*)\))?$/s.exec(change) ?? [];
  const words = act && wordsFor('common', `historyActs.${act.replaceAll(' ', '_')}`);
  if (!words) return change;
  return facts ? `${words} (${facts.split('; ').map(factText).join('; ')})` : words;
}
