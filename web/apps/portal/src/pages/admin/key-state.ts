import type { ApiKey } from '@portico/api';

export function keyState(
  key: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
  now: Date,
): 'active' | 'expired' | 'revoked' {
  if (key.revokedAt) return 'revoked';
  return key.expiresAt && new Date(key.expiresAt) <= now ? 'expired' : 'active';
}
