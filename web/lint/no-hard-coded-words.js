// Words on the screen come from packages/i18n (GEN-8). Found here: text between tags, strings that an expression between
// tags can show, attributes that people read or hear, and the same names in objects (labels of choices, notifications).

// What is the same in every language.
const names = /Portico|DICOM(?:web)?|PACS|API|UID|JPEG|PNG|ZIP|PDF|Esc|Enter/g;
const readable = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'actionLabel',
  'description',
  'label',
  'lead',
  'legend',
  'message',
  'placeholder',
  'title',
]);
const hasWords = (text) => /\p{L}{2}/u.test(text.replaceAll(names, ''));
// In an object the same names stand for keys and codes as well ("label: 'patient_id'"): words begin with a capital, or are several.
const isSentence = (text) => hasWords(text) && (/^\p{Lu}\p{Ll}/u.test(text) || /\p{L}\s+\p{L}/u.test(text));

// The strings that an expression can have as its value, followed into conditions, fallbacks and templates.
function* stringsOf(node) {
  switch (node?.type) {
    case 'Literal':
      if (typeof node.value === 'string') yield { node, text: node.value };
      break;
    case 'TemplateLiteral':
      yield { node, text: node.quasis.map((part) => part.value.cooked).join(' ') };
      break;
    case 'ConditionalExpression':
      yield* stringsOf(node.consequent);
      yield* stringsOf(node.alternate);
      break;
    case 'LogicalExpression':
      yield* stringsOf(node.left);
      yield* stringsOf(node.right);
      break;
    case 'BinaryExpression':
      if (node.operator === '+') {
        yield* stringsOf(node.left);
        yield* stringsOf(node.right);
      }
      break;
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'JSXExpressionContainer':
      yield* stringsOf(node.expression);
      break;
    default:
  }
}

export default {
  meta: {
    type: 'problem',
    docs: { description: 'Words on the screen come from packages/i18n.' },
    messages: { words: 'Words on the screen come from packages/i18n: “{{text}}”.' },
    schema: [],
  },
  create(context) {
    const report = (node, text) =>
      context.report({ node, messageId: 'words', data: { text: text.trim().slice(0, 60) } });
    const check = (value, found) => {
      for (const { node, text } of stringsOf(value)) if (found(text)) report(node, text);
    };
    return {
      JSXText(node) {
        if (hasWords(node.value)) report(node, node.value);
      },
      JSXExpressionContainer(node) {
        if (node.parent.type !== 'JSXAttribute') check(node, hasWords);
      },
      JSXAttribute(node) {
        if (readable.has(node.name.name)) check(node.value, hasWords);
      },
      Property(node) {
        const name = node.key.name ?? node.key.value;
        if (readable.has(name)) check(node.value, isSentence);
      },
      "AssignmentExpression[left.object.name='document'][left.property.name='title']"(node) {
        check(node.right, hasWords);
      },
    };
  },
};
