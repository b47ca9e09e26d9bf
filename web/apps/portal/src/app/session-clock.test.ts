import { describe, expect, it } from 'vitest';
import { session } from '../testing/fixtures';
import { sessionEnd, shouldExtend } from './session-clock';

const start = Date.parse('2026-11-21T12:00:00Z');
const minute = 60_000;
const one = {
  ...session('staff'),
  idleEndsAt: new Date(start + 30 * minute).toISOString(),
  absoluteEndsAt: new Date(start + 720 * minute).toISOString(),
  idleSeconds: 1800,
};

describe('the end of the session (ACC-23)', () => {
  it('counts the idle time from the last call', () => {
    expect(sessionEnd(one, 0)).toEqual({ at: start + 30 * minute, cause: 'idle' });
    expect(sessionEnd(one, start + 10 * minute)).toEqual({ at: start + 40 * minute, cause: 'idle' });
  });

  it('is never later than the absolute limit', () => {
    expect(sessionEnd(one, start + 715 * minute)).toEqual({ at: start + 720 * minute, cause: 'absolute' });
  });

  it('does not exist where the server names none', () => {
    expect(sessionEnd(session('anonymous'), 0)).toBeNull();
  });

  it('is put off by work on the page, but not at every key', () => {
    expect(shouldExtend(one, start, start + minute)).toBe(false);
    expect(shouldExtend(one, start, start + 6 * minute)).toBe(true);
  });
});
