// Small checks that the page makes before it asks the server; the server makes them again.

export const filled = (message: string) => (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? message : null;

export const atMost = (limit: number, message: string) => (value: string) =>
  [...value].length > limit ? message : null;

export function all<T>(...checks: ((value: T) => string | null)[]) {
  return (value: T) => {
    for (const check of checks) {
      const message = check(value);
      if (message) return message;
    }
    return null;
  };
}
