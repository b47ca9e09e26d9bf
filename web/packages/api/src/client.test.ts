import { afterEach, describe, expect, it, vi } from 'vitest';
import { onSignedOut, rememberCsrfToken } from './client';
import { api } from './endpoints';

const asked: Request[] = [];

function answering(status: number, body?: unknown) {
  asked.length = 0;
  vi.stubGlobal(
    'fetch',
    vi.fn(async (request: Request) => {
      asked.push(request);
      return new Response(body === undefined ? null : JSON.stringify(body), {
        status,
        headers: { 'Content-Type': 'application/json' },
      });
    }),
  );
}

afterEach(() => {
  vi.unstubAllGlobals();
  rememberCsrfToken(null);
});

describe('calls to the server', () => {
  it('carry the token of the session when they change something (SEC-3)', async () => {
    rememberCsrfToken('token-1');
    answering(204);
    await api.revoke('G1');
    await api.studies({ q: 'a' }).catch(() => undefined);
    expect(asked.map((request) => [request.method, request.headers.get('X-CSRF-Token')])).toEqual([
      ['DELETE', 'token-1'],
      ['GET', null],
    ]);
  });

  it('repeat a filter that has several values', async () => {
    answering(200, { items: [], nextCursor: null });
    await api.studies({ modality: ['CT', 'MR'], unread: true });
    const search = new URL(asked[0]?.url ?? '').searchParams;
    expect(search.getAll('modality')).toEqual(['CT', 'MR']);
    expect(search.get('unread')).toBe('true');
  });

  it('name the version that they change (GEN-7)', async () => {
    answering(200, {});
    await api.savePortal(7, {
      displayName: 'A',
      description: 'B',
      defaultRoleId: null,
      historyMonths: 12,
      emergencyAccess: false,
      emergencyHours: 4,
    });
    expect(asked[0]?.headers.get('If-Match')).toBe('"7"');
  });

  it('tell when the session is gone, but not when a password was wrong', async () => {
    const gone = vi.fn();
    const stop = onSignedOut(gone);
    answering(401, { code: 'sign_in_failed', title: 'x' });
    await expect(api.signIn({ email: 'a', password: 'b' })).rejects.toMatchObject({ code: 'sign_in_failed' });
    expect(gone).not.toHaveBeenCalled();
    answering(401, { code: 'sign_in_needed', title: 'x' });
    await expect(api.studies({})).rejects.toMatchObject({ status: 401 });
    expect(gone).toHaveBeenCalledOnce();
    stop();
  });

  it('say "unreachable" when no answer comes', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('Failed to fetch')));
    await expect(api.session()).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });
});
