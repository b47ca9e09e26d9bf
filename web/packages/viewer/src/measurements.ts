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
  // Of a point: one number, or one a colour.
  value?: number | number[] | null;
  index?: ArrayLike<number>;
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

// Cornerstone adds where a calibration comes from; the overlay says that.
function plainUnit(unit = 'px'): string {
  return unit.split(' ')[0] ?? unit;
}

export function lengthLines(found: Statistics, format: FormatNumber): string[] | undefined {
  return isNumber(found.length) ? [`${format(found.length)} ${plainUnit(found.unit)}`] : undefined;
}

export function angleLines(found: Statistics, format: FormatNumber): string[] | undefined {
  return isNumber(found.angle) ? [`${format(found.angle)}°`] : undefined;
}

// Hounsfield units where the modality has them, else the value as the object gives it; of colours all three.
export function valueLines(
  found: Statistics,
  format: FormatNumber,
  translate: Translate,
): string[] | undefined {
  const { value, index, modalityUnit = '' } = found;
  const place = index ? [`x ${format(index[0] ?? 0)}, y ${format(index[1] ?? 0)}`] : [];
  if (isNumber(value)) {
    const unit = modalityUnit === 'raw' ? '' : modalityUnit;
    const shown =
      unit === '' ? translate('measurement.value', { value: format(value) }) : `${format(value)} ${unit}`;
    return [shown, ...place];
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const [red, green, blue] = Array.from(value as ArrayLike<number>);
    if (!isNumber(red) || !isNumber(green) || !isNumber(blue)) return undefined;
    return [`R ${red} G ${green} B ${blue}`, ...place];
  }
  return undefined;
}

export function areaLines(
  found: Statistics,
  format: FormatNumber,
  translate: Translate,
): string[] | undefined {
  const value = (number: number | undefined, unit = ''): string | undefined =>
    isNumber(number) ? `${format(number)} ${unit}`.trim() : undefined;
  const rows: [string, string | undefined][] = [
    ['area', found.isEmptyArea === true ? undefined : value(found.area, plainUnit(found.areaUnit ?? 'px²'))],
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
      const written = found && write(found);
      // Another person's, as they published it.
      return typeof data['author'] === 'string' ? written && [...written, data['author']] : written;
    };
  return {
    length: lines((found) => lengthLines(found, format)),
    angle: lines((found) => angleLines(found, format)),
    area: lines((found) => areaLines(found, format, translate)),
    value: lines((found) => valueLines(found, format, translate)),
  };
}
