import createClient, { type Middleware } from 'openapi-fetch';
import { ApiError, toApiError } from './errors';
import type { paths } from './paths';

let csrfToken: string | null = null;
const signedOutListeners = new Set<() => void>();

// The token that state-changing calls carry; it comes with every answer that holds a session.
export function rememberCsrfToken(token: string | null | undefined): void {
  csrfToken = token ?? null;
}

// Called when the server no longer knows the session (401 to a call that needs one).
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

const answeredListeners = new Set<() => void>();

// Called at every answer of the server: the idle time of the session starts anew there.
export function onAnswered(listener: () => void): () => void {
  answeredListeners.add(listener);
  return () => answeredListeners.delete(listener);
}

const session: Middleware = {
  onRequest({ request }) {
    if (csrfToken && !['GET', 'HEAD'].includes(request.method))
      request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
  onResponse() {
    answeredListeners.forEach((listener) => listener());
    return undefined;
  },
};

export const client = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? 'http://localhost',
  // Looked up at each call, so that tests can put their own in.
  fetch: (request) => globalThis.fetch(request),
});
client.use(session);

function refuse(response: Response, body: unknown): never {
  const error = toApiError(response.status, body, response.headers.get('Retry-After'));
  if (response.status === 401 && error.code !== 'sign_in_failed')
    signedOutListeners.forEach((listener) => listener());
  throw error;
}

const unreachable = (cause: unknown) => {
  if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
  throw new ApiError(0, 'unreachable', cause instanceof Error ? cause.message : String(cause));
};

// The data of an answer, or an ApiError.
export async function answer<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call.catch(unreachable);
  if (!response.ok) refuse(response, error);
  return data as T;
}

// Sends bytes as they are (a photo); the rest of the API speaks JSON.
export async function sendBytes<T>(path: string, body: Blob, query: Record<string, string> = {}): Promise<T> {
  const headers = new Headers({ 'Content-Type': body.type || 'application/octet-stream' });
  if (csrfToken) headers.set('X-CSRF-Token', csrfToken);
  const search = new URLSearchParams(query).toString();
  const response = await globalThis
    .fetch(search ? `${path}?${search}` : path, { method: 'POST', headers, body })
    .catch(unreachable);
  const json: unknown = await response.json().catch(() => null);
  if (!response.ok) refuse(response, json);
  return json as T;
}

// The same for other media types and for answers that are not ours to read: the answer as it came, unless nobody is
// signed in any more.
export async function sendTyped(
  path: string,
  body: Blob,
  contentType: string,
  signal?: AbortSignal,
): Promise<Response> {
  const headers = new Headers({ 'Content-Type': contentType });
  if (csrfToken) headers.set('X-CSRF-Token', csrfToken);
  const response = await globalThis.fetch(path, { method: 'POST', headers, body, signal }).catch(unreachable);
  answeredListeners.forEach((listener) => listener());
  if (response.status === 401) refuse(response, await response.json().catch(() => null));
  return response;
}

// Versions travel as entity tags (GEN-7).
export const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });
