// The operations of the served API description, each with its guard and its sample.
import { samples } from './samples.js';

const idPattern = '^[0-7][0-9a-hjkmnp-tv-z]{25}$';

export function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const key = `${method.toUpperCase()} ${path}`;
      return {
        key,
        method: method.toUpperCase(),
        path,
        guard: described['x-portico-guard'],
        sample: samples[key],
        hasBody: described.requestBody !== undefined,
        isJson: described.requestBody?.content['application/json'] !== undefined,
        namesThings:
          /\{/.test(path) || namesIds(document, described.requestBody?.content['application/json']?.schema),
        streams: Object.keys(described.responses['200']?.content ?? {}).includes('text/event-stream'),
      };
    }),
  );
}

// Whether a body holds the id of something that is there already.
function namesIds(document, schema, seen = new Set()) {
  if (!schema) return false;
  if (schema.$ref) {
    if (seen.has(schema.$ref)) return false;
    seen.add(schema.$ref);
    return namesIds(document, document.components.schemas[schema.$ref.split('/').pop()], seen);
  }
  if (schema.pattern === idPattern) return true;
  const inner = [
    ...Object.values(schema.properties ?? {}),
    schema.items,
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
  ];
  return inner.some((one) => namesIds(document, one, seen));
}

// Samples of operations that are not there (any more).
export function leftOver(operations) {
  const known = new Set(operations.map((operation) => operation.key));
  return Object.keys(samples).filter((key) => !known.has(key));
}
