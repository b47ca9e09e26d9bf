import { describe, expect, it } from 'vitest';
import { angleLines, areaLines, lengthLines, valueLines } from './measurements';

const format = (value: number): string => value.toFixed(1);
const translate = (key: string, values?: Record<string, string | number>): string =>
  `${key}=${values?.['value'] ?? ''}`;

describe('the text beside a measurement', () => {
  // STU-41
  it('says px when there is no calibration', () => {
    expect(lengthLines({ length: 12, unit: 'px' }, format)).toEqual(['12.0 px']);
    expect(lengthLines({ length: 12 }, format)).toEqual(['12.0 px']);
  });

  it('gives statistics in the unit of the pixels', () => {
    const found = { area: 100, areaUnit: 'mm²', mean: 40, stdDev: 5, min: 20, max: 60, modalityUnit: 'HU' };
    expect(areaLines(found, format, translate)).toEqual([
      'measurement.area=100.0 mm²',
      'measurement.mean=40.0 HU',
      'measurement.deviation=5.0 HU',
      'measurement.minimum=20.0 HU',
      'measurement.maximum=60.0 HU',
    ]);
  });

  it('leaves out what is not known yet', () => {
    expect(lengthLines({}, format)).toBeUndefined();
    expect(angleLines({ angle: NaN }, format)).toBeUndefined();
    expect(areaLines({ mean: NaN }, format, translate)).toBeUndefined();
  });

  it('tells of a point its value: in HU, as stored, or as colours', () => {
    const index = [3, 4, 7];
    expect(valueLines({ value: 40, modalityUnit: 'HU', index }, format, translate)).toEqual([
      '40.0 HU',
      'x 3.0, y 4.0',
    ]);
    expect(valueLines({ value: 7, modalityUnit: '' }, format, translate)).toEqual(['measurement.value=7.0']);
    expect(valueLines({ value: 7, modalityUnit: 'raw' }, format, translate)).toEqual([
      'measurement.value=7.0',
    ]);
    expect(valueLines({ value: [10, 20, 30] }, format, translate)).toEqual(['R 10 G 20 B 30']);
    expect(valueLines({ value: null }, format, translate)).toBeUndefined();
  });

  it('leaves out where a calibration comes from', () => {
    expect(lengthLines({ length: 5, unit: 'mm Proj' }, format)).toEqual(['5.0 mm']);
  });
});
