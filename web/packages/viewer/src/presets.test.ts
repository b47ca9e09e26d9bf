import { describe, expect, it } from 'vitest';
import { autoWindow, fullWindow, presetsFor, rangeToWindow, windowToRange } from './presets';

describe('windows', () => {
  // STU-41
  it('are offered in Hounsfield units for CT only', () => {
    expect(presetsFor('CT').map((preset) => preset.id)).toEqual([
      'brain',
      'subdural',
      'bone',
      'lung',
      'mediastinum',
      'abdomen',
    ]);
    expect(presetsFor('CT')[0]?.window).toEqual({ center: 40, width: 80 });
    expect(presetsFor('MR')).toEqual([]);
  });

  it('and value ranges are two ways to say the same (PS3.3 C.11.2.1.2)', () => {
    expect(windowToRange({ center: 128, width: 256 })).toEqual({ lower: 0, upper: 255 });
    expect(rangeToWindow(windowToRange({ center: 40, width: 80 }))).toEqual({ center: 40, width: 80 });
    expect(windowToRange(fullWindow(-1024, 3071))).toEqual({ lower: -1024, upper: 3071 });
  });

  it('found automatically leave out a few extreme pixels', () => {
    const pixels = Int16Array.from({ length: 10000 }, (_, index) => (index < 20 ? 30000 : index % 100));
    const range = windowToRange(autoWindow(pixels));
    expect(range.lower).toBe(0);
    expect(range.upper).toBeLessThan(101);
  });

  it('of a flat image stay usable', () => {
    expect(autoWindow(new Uint8Array(100)).width).toBe(1);
  });
});
