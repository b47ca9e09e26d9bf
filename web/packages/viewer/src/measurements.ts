// The text beside a measurement. Values come from Cornerstone in the unit it found ("px" without calibration). STU-41
import type { MeasurementTexts, TextLines } from './tools';

export interface Statistics {
  length?: number;
  angle?: number;
  unit?: string;
  area?: number;
  areaUnit?: string;
  isEmptyArea?: boolean;
  mean?: number;
  stdDev?: number;
  min?: number;
  max?: number;
  modalityUnit?: string;
}

export type Translate = (key: string, values?: Record<string, string | number>) => string;

export type FormatNumber = (value: number) => string;

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function statisticsFor(data: Record<string, unknown>, target: unknown): Statistics | undefined {
  const all = data['cachedStats'] as Record<string, Statistics> | undefined;
  const key = Array.isArray(target) ? (target[0] as unknown) : target;
  return typeof key === 'string' ? all?.[key] : undefined;
}

export function lengthLines(found: Statistics, format: FormatNumber): string[] | undefined {
  return isNumber(found.length) ? [`${format(found.length)} ${found.unit ?? 'px'}`] : undefined;
}

export function angleLines(found: Statistics, format: FormatNumber): string[] | undefined {
  return isNumber(found.angle) ? [`${format(found.angle)}°`] : undefined;
}

export function areaLines(
  found: Statistics,
  format: FormatNumber,
  translate: Translate,
): string[] | undefined {
  const value = (number: number | undefined, unit = ''): string | undefined =>
    isNumber(number) ? `${format(number)} ${unit}`.trim() : undefined;
  const rows: [string, string | undefined][] = [
    ['area', found.isEmptyArea === true ? undefined : value(found.area, found.areaUnit)],
    ['mean', value(found.mean, found.modalityUnit)],
    ['deviation', value(found.stdDev, found.modalityUnit)],
    ['minimum', value(found.min, found.modalityUnit)],
    ['maximum', value(found.max, found.modalityUnit)],
  ];
  const lines = rows.flatMap(([name, shown]) =>
    shown === undefined ? [] : [translate(`measurement.${name}`, { value: shown })],
  );
  return lines.length > 0 ? lines : undefined;
}

export function measurementTexts(translate: Translate, language: string): MeasurementTexts {
  const numberFormat = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const format: FormatNumber = (value) => numberFormat.format(value);
  const lines =
    (write: (found: Statistics) => string[] | undefined): TextLines =>
    (data, target) => {
      const found = statisticsFor(data, target);
      return found && write(found);
    };
  return {
    length: lines((found) => lengthLines(found, format)),
    angle: lines((found) => angleLines(found, format)),
    area: lines((found) => areaLines(found, format, translate)),
  };
}
