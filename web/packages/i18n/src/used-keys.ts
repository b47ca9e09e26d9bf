// The keys that a source file asks for, read from its syntax: t('a.b'), i18n.t('ns:a.b'), t(`a.${b}.c`), wordsFor('ns', …).
import ts from 'typescript';

export interface UsedKey {
  // Where the words may be; more than one where the file names several.
  namespaces: string[];
  // Matches the whole key; of a template the parts that are known, and anything between them.
  key: RegExp;
  shown: string;
  line: number;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// The texts that an expression can have, as patterns: of a condition both branches, of a template its fixed parts. Null
// for what only running it tells.
function patterns(node: ts.Expression): string[] | null {
  if (ts.isStringLiteralLike(node)) return [escaped(node.text)];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return patterns(node.expression);
  if (ts.isConditionalExpression(node)) {
    const [yes, no] = [patterns(node.whenTrue), patterns(node.whenFalse)];
    return yes && no ? [...yes, ...no] : null;
  }
  if (ts.isTemplateExpression(node)) {
    const parts = node.templateSpans.map((span) => `.+?${escaped(span.literal.text)}`);
    return [escaped(node.head.text) + parts.join('')];
  }
  return null;
}

function stringsIn(node: ts.Node | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  return ts.isArrayLiteralExpression(node) ? node.elements.flatMap(stringsIn) : [];
}

function calledName(call: ts.CallExpression): string {
  const { expression } = call;
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

// `fallback`: where words are looked for when the file names no namespace (i18next's default one).
export function usedKeys(file: string, text: string, fallback: string): UsedKey[] {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  const calls: ts.CallExpression[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) calls.push(node);
    ts.forEachChild(node, walk);
  };
  walk(source);

  const named = calls
    .filter((call) => calledName(call) === 'useTranslation')
    .flatMap((call) => stringsIn(call.arguments[0]));
  const own = [...new Set([...named, fallback])];

  return calls.flatMap((call): UsedKey[] => {
    const name = calledName(call);
    const argument = name === 't' ? call.arguments[0] : name === 'wordsFor' ? call.arguments[1] : undefined;
    const found = argument && patterns(argument);
    if (!found) return [];
    const line = source.getLineAndCharacterOfPosition(call.getStart()).line + 1;
    const given = name === 'wordsFor' ? stringsIn(call.arguments[0]) : [];
    if (name === 'wordsFor' && given.length === 0) return [];
    return found.map((pattern) => {
      const [before, after] = pattern.split(':');
      const [namespaces, key] =
        after === undefined ? [name === 'wordsFor' ? given : own, pattern] : [[before ?? ''], after];
      return { namespaces, key: new RegExp(`^${key}$`), shown: argument.getText(), line };
    });
  });
}
