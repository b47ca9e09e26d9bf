import { describe, expect, it, vi } from 'vitest';
import { clockText, type Film, Films, frameAt, nextRate, rates, timeOf, timingOf } from './film';

// STU-41
describe('the time of a video', () => {
  const object = { '00280008': { Value: ['30'] }, '00181063': { Value: ['40'] } };

  it('is told by the stream, else by the object', () => {
    expect(timingOf(object, 3)).toEqual({ frames: 30, seconds: 0.1 });
    expect(timingOf(object)).toEqual({ frames: 30, seconds: 0.04 });
    expect(timingOf(object, NaN).seconds).toBe(0.04);
    expect(timingOf({ '00180040': { Value: [50] } })).toEqual({ frames: 1, seconds: 0.02 });
    expect(timingOf({}).seconds).toBeGreaterThan(0);
  });

  it('has a frame at every moment, and each frame a moment', () => {
    const timing = timingOf(object, 3);
    for (let frame = 1; frame <= 30; frame++) expect(frameAt(timeOf(frame, timing), timing)).toBe(frame);
    expect([0, 0.0999, 0.1, 2.99, 3, 9].map((at) => frameAt(at, timing))).toEqual([1, 2, 2, 30, 30, 30]);
    expect(timeOf(99, timing)).toBe(timeOf(30, timing));
    expect(timeOf(-5, timing)).toBe(timeOf(1, timing));
  });

  it('runs slower and faster along what is offered', () => {
    expect(nextRate(1, 1)).toBe(1.5);
    expect(nextRate(1, -1)).toBe(0.5);
    expect(nextRate(rates.at(-1) ?? 0, 1)).toBe(rates.at(-1));
    expect(nextRate(rates[0] ?? 0, -1)).toBe(rates[0]);
  });

  it('reads as minutes, seconds and tenths', () => {
    expect([0, 0.3, 9.99, 65.25, 3600].map(clockText)).toEqual([
      '0:00.0',
      '0:00.3',
      '0:09.9',
      '1:05.2',
      '60:00.0',
    ]);
  });
});

describe('films', () => {
  const film = (): Film => ({ toggle: vi.fn(), changeSpeed: vi.fn(), step: vi.fn(), goTo: vi.fn() });

  it('stand where they were put until they are taken away', () => {
    const films = new Films();
    const [first, second] = [film(), film()];
    const away = films.put(1, first);
    expect(films.at(0)).toBeUndefined();
    films.put(1, second);
    away();
    expect(films.at(1)).toBe(second);
  });
});
