import { describe, expect, it, vi } from 'vitest';
import { cacheLimit, FrameCache } from './frame-cache';
import { prefetchOrder, withinBudget } from './prefetch';
import { type Priority, RequestQueue } from './queue';

describe('prefetching', () => {
  // STU-40
  it('takes the neighbours in scroll direction first, then a few behind, then the rest', () => {
    const { near, rest } = prefetchOrder(30, 10, 1);
    expect(near).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 9, 8]);
    expect(rest.slice(0, 3)).toEqual([19, 20, 21]);
    expect(rest.at(-1)).toBe(0);
    expect(new Set([...near, ...rest, 10]).size).toBe(30);
  });

  it('turns round with the direction and stays inside the stack', () => {
    expect(prefetchOrder(30, 3, -1).near).toEqual([2, 1, 0, 4, 5]);
    expect(prefetchOrder(1, 0, 1)).toEqual({ near: [], rest: [] });
  });

  it('stops where the memory for it ends', () => {
    expect(withinBudget([1, 2, 3, 4], 25, () => 10)).toEqual([1, 2]);
  });
});

describe('the frame cache', () => {
  it('never holds more than its limit and lets the least recently wanted go', () => {
    const evicted: string[] = [];
    const cache = new FrameCache(30, (imageId) => evicted.push(imageId));
    cache.add('a', 10);
    cache.add('b', 10);
    cache.add('c', 10);
    cache.touch('a');
    cache.add('d', 10);
    expect(evicted).toEqual(['b']);
    expect(cache.bytes).toBe(30);
  });

  it('keeps frames on screen and the newest one, whatever their size', () => {
    const evicted: string[] = [];
    const cache = new FrameCache(30, (imageId) => evicted.push(imageId));
    cache.add('shown', 20);
    cache.pin(['shown']);
    cache.add('other', 10);
    cache.add('huge', 40);
    expect(evicted).toEqual(['other']);
    expect(cache.has('shown') && cache.has('huge')).toBe(true);
  });

  it('counts a frame once and nothing after clearing', () => {
    const cache = new FrameCache(100, () => undefined);
    cache.add('a', 10);
    cache.add('a', 15);
    expect(cache.bytes).toBe(15);
    cache.clear();
    expect([cache.bytes, cache.has('a')]).toEqual([0, false]);
  });

  it('is at most 768 MB, less on phones and small machines', () => {
    const mebibyte = 1024 * 1024;
    expect(cacheLimit(8, false)).toBe(768 * mebibyte);
    expect(cacheLimit(undefined, false)).toBe(512 * mebibyte);
    expect(cacheLimit(8, true)).toBe(256 * mebibyte);
  });
});

describe('the request queue', () => {
  function queueWith(requests: [string, Priority][]) {
    const queue = new RequestQueue();
    const started: string[] = [];
    const ends = new Map<string, () => void>();
    const aborted = vi.fn();
    for (const [key, priority] of requests)
      queue.add(key, priority, (signal) => {
        if (signal.aborted) {
          aborted(key);
          return Promise.resolve();
        }
        started.push(key);
        return new Promise((resolve) => ends.set(key, resolve));
      });
    return { queue, started, ends, aborted };
  }

  it('leaves room for the image that is asked for now', () => {
    const rest = Array.from({ length: 6 }, (_, index): [string, Priority] => [`rest${index}`, 'rest']);
    const { started } = queueWith([...rest, ['shown', 'display']]);
    expect(started).toEqual(['rest0', 'rest1', 'rest2', 'shown']);
  });

  it('starts what has become urgent before what was asked earlier', async () => {
    const rest = Array.from({ length: 6 }, (_, index): [string, Priority] => [`rest${index}`, 'rest']);
    const { queue, started } = queueWith(rest);
    queue.promote('rest5', 'display');
    expect(started).toEqual(['rest0', 'rest1', 'rest2', 'rest5']);
  });

  it('gives up requests of a series that was left, and tells their askers', () => {
    const rest = Array.from({ length: 5 }, (_, index): [string, Priority] => [`rest${index}`, 'rest']);
    const { queue, started, aborted } = queueWith(rest);
    queue.cancel((key) => key !== 'rest0');
    expect(started).toEqual(['rest0', 'rest1', 'rest2']);
    expect(aborted.mock.calls.flat()).toEqual(['rest3', 'rest4']);
  });
});
