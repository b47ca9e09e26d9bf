import { describe, expect, it } from 'vitest';
import { type Marks, mergeMarks, sameMarks, type StoredAnnotation } from './marks';

const drawing = (id: string, more: Partial<StoredAnnotation> = {}): StoredAnnotation => ({
  id,
  tool: 'length',
  seriesInstanceUid: '1.2',
  sopInstanceUid: '1.3',
  frame: 1,
  points: [1, 2, 3, 4],
  text: '',
  values: [],
  ...more,
});
const image = (sopInstanceUid: string) => ({ seriesInstanceUid: '1.2', sopInstanceUid, frame: 1 });
const marks = (annotations: StoredAnnotation[], images: string[] = []): Marks => ({
  annotations,
  keyImages: images.map(image),
});

describe('two windows of one person', () => {
  // STU-42
  it('lose nothing of each other', () => {
    const base = marks([drawing('a'), drawing('b')], ['1', '2']);
    const mine = marks([drawing('a', { points: [9, 9, 9, 9] }), drawing('b'), drawing('c')], ['1', '2', '3']);
    const theirs = marks([drawing('a'), drawing('b', { text: 'x' }), drawing('d')], ['1', '2', '4']);
    const merged = mergeMarks(base, mine, theirs);
    expect(sameMarks(merged, mergeMarks(base, theirs, mine))).toBe(true);
    const found = new Map(merged.annotations.map((one) => [one.id, one]));
    expect([...found.keys()].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(found.get('a')?.points).toEqual([9, 9, 9, 9]);
    expect(found.get('b')?.text).toBe('x');
    expect(merged.keyImages.map((one) => one.sopInstanceUid).sort()).toEqual(['1', '2', '3', '4']);
  });

  it('may each take away what the other left alone', () => {
    const base = marks([drawing('a'), drawing('b'), drawing('c')], ['1', '2', '3']);
    const merged = mergeMarks(
      base,
      marks([drawing('b'), drawing('c')], ['2', '3']),
      marks([drawing('a'), drawing('c')], ['1', '3']),
    );
    expect(sameMarks(merged, marks([drawing('c')], ['3']))).toBe(true);
  });

  it('keep what was changed here though it was removed there', () => {
    const base = marks([drawing('a')]);
    const mine = marks([drawing('a', { text: 'mine' })]);
    expect(mergeMarks(base, mine, marks([]))).toEqual(mine);
  });
});

describe('marks', () => {
  it('are the same in whatever order', () => {
    expect(
      sameMarks(
        marks([drawing('a'), drawing('b')], ['1', '2']),
        marks([drawing('b'), drawing('a')], ['2', '1']),
      ),
    ).toBe(true);
    expect(sameMarks(marks([drawing('a')]), marks([drawing('a', { frame: 2 })]))).toBe(false);
    expect(
      sameMarks(
        marks([drawing('a')]),
        marks([drawing('a', { values: [{ measure: 'length', value: 1, unit: 'mm' }] })]),
      ),
    ).toBe(false);
  });
});
