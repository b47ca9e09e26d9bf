export interface FieldError {
  // Dotted path as forms use it: professionalNumbers.0.value
  path: string;
  code: string;
  text: string;
}

interface Problem {
  title?: unknown;
  detail?: unknown;
  code?: unknown;
  errors?: unknown;
  requestId?: unknown;
  retryAfter?: unknown;
}

// A refusal of the server (RFC 9457), or code "unreachable" with status 0 when no answer came.
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    text: string,
    readonly fields: FieldError[] = [],
    readonly requestId: string | null = null,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(text);
    this.name = 'ApiError';
  }

  // Field errors as a form takes them, in the words for their codes; several on one field are joined.
  fieldTexts(wordsOf: (code: string, text: string) => string = (_, text) => text): Record<string, string> {
    const texts: Record<string, string> = {};
    for (const { path, code, text } of this.fields) {
      const words = wordsOf(code, text);
      if (path) texts[path] = texts[path] ? `${texts[path]} ${words}` : words;
    }
    return texts;
  }
}

// JSON pointers (/numbers/0/value) and brackets (numbers[0].value) both become numbers.0.value.
export function formPath(path: string): string {
  return path
    .replace(/^[#$]?[./]/, '')
    .replace(/\[(\d+)\]/g, '.$1')
    .replaceAll('/', '.');
}

const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { path, code, text: words } = entry as Record<string, unknown>;
    return [{ path: formPath(text(path) ?? ''), code: text(code) ?? '', text: text(words) ?? '' }];
  });
}

export function toApiError(status: number, body: unknown, retryAfterHeader: string | null = null): ApiError {
  const problem: Problem = typeof body === 'object' && body !== null ? body : {};
  const fields = fieldErrors(problem.errors);
  const retryAfter = Number(problem.retryAfter ?? retryAfterHeader ?? NaN);
  return new ApiError(
    status,
    text(problem.code) ?? `http_${status}`,
    text(problem.detail) ?? text(problem.title) ?? `HTTP ${status}`,
    fields,
    text(problem.requestId),
    Number.isFinite(retryAfter) ? retryAfter : null,
  );
}

export function isApiError(error: unknown, code?: string): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code);
}
