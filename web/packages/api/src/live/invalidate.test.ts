import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { invalidator } from './invalidate';

describe('live events', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const watched = () => {
    const queries = new QueryClient();
    const asked: unknown[] = [];
    vi.spyOn(queries, 'invalidateQueries').mockImplementation(
      async (filter) => void asked.push(filter?.queryKey?.[0]),
    );
    return { report: invalidator(queries), asked };
  };

  it('ask again at once when access changed (GEN-5)', () => {
    const { report, asked } = watched();
    report({ name: 'access.changed', data: {} });
    expect(asked).toEqual(expect.arrayContaining(['studies', 'study', 'access']));
  });

  it('gather a flood of arriving studies into one question', () => {
    const { report, asked } = watched();
    for (let count = 0; count < 100; count += 1) report({ name: 'studies.changed', data: {} });
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(asked.filter((root) => root === 'studies')).toHaveLength(1);
  });

  it('ask for everything after the stream was away', () => {
    const { report, asked } = watched();
    report({ name: 'reconnected', data: {} });
    expect(asked).toEqual(expect.arrayContaining(['session', 'studies', 'validation', 'directory']));
  });
});
