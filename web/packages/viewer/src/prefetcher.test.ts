import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ViewerError } from './errors';
import type { Frame } from './metadata';
import { type Loader, Prefetcher } from './prefetcher';
import { type Priority, RequestQueue } from './queue';

const frames = (count: number): Frame[] =>
  Array.from({ length: count }, (_, index) => ({
    imageId: `image${index}`,
    seriesUid: '1',
    instanceUid: '1',
    frameNumber: 1,
    instance: { '00280010': { Value: [10] }, '00280011': { Value: [10] } },
  }));

function fakeLoader(limit: number, failing?: ViewerError) {
  const queue = new RequestQueue();
  const asked: string[] = [];
  const loaded = new Set<string>();
  const loader: Loader = {
    queue,
    cache: { limit, touch: () => undefined },
    isLoaded: (imageId) => loaded.has(imageId),
    request: (imageId: string, priority: Priority) => {
      asked.push(`${priority} ${imageId}`);
      return new Promise((resolve, reject) => {
        queue.add(imageId, priority, () => {
          if (failing) reject(failing);
          else {
            loaded.add(imageId);
            resolve({} as Awaited<ReturnType<Loader['request']>>);
          }
          return Promise.resolve();
        });
      });
    },
  };
  return { loader, asked, queue };
}

describe('the prefetcher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  // STU-40
  it('brings the neighbours, and once it is quiet the whole stack', async () => {
    const { loader, asked } = fakeLoader(1e9);
    new Prefetcher(loader).plan([{ frames: frames(30), index: 0, direction: 1 }]);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toEqual(Array.from({ length: 8 }, (_, index) => `near image${index + 1}`));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(29);
    expect(asked[8]).toBe('rest image9');
  });

  it('goes on after another request has kept it from the rest', async () => {
    const { loader, asked, queue } = fakeLoader(1e9);
    let end = (): void => undefined;
    queue.add('thumbnail', 'thumbnail', () => new Promise((resolve) => (end = resolve)));
    new Prefetcher(loader).plan([{ frames: frames(12), index: 0, direction: 1 }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(8);
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(11);
  });

  it('takes no more than the cache holds', async () => {
    const { loader, asked } = fakeLoader(1000);
    new Prefetcher(loader).plan([{ frames: frames(30), index: 0, direction: 1 }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual(['near image1', 'near image2', 'near image3', 'near image4']);
  });

  it('stops when the server refuses', async () => {
    const { loader, asked } = fakeLoader(1e9, new ViewerError('access', '404'));
    new Prefetcher(loader).plan([{ frames: frames(30), index: 0, direction: 1 }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.length).toBeLessThanOrEqual(4);
  });
});
