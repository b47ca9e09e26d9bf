// Metadata of an image in the form that Cornerstone asks for ("modules"), made from DICOM JSON on demand.
import { type DataSet, items, number, numbers, text } from './dicomjson';
import { type Frame, frameDataSet, transferSyntaxOf } from './metadata';

export type Vector = [number, number, number];

export interface Plane {
  position: Vector | undefined;
  row: Vector;
  column: Vector;
  // False when the object tells nothing about the body; letters then come from Patient Orientation if at all.
  oriented: boolean;
  spacing: Spacing | undefined;
}

// Millimetres a pixel. `projected`: measured at the detector, so lengths in the body are smaller (PS3.3 10.7.1.3).
export interface Spacing {
  row: number;
  column: number;
  projected: boolean;
}

export function spacingOf(set: DataSet): Spacing | undefined {
  for (const [tag, projected] of [
    ['00280030', false],
    ['00181164', true],
    ['00182010', true],
  ] as const) {
    const values = numbers(set, tag, 2);
    if (values && (values[0] ?? 0) > 0 && (values[1] ?? 0) > 0)
      return { row: values[0] ?? 1, column: values[1] ?? 1, projected };
  }
  return undefined;
}

function vector(values: number[] | undefined, from: number): Vector | undefined {
  const part = values?.slice(from, from + 3);
  return part?.length === 3 ? [part[0] ?? 0, part[1] ?? 0, part[2] ?? 0] : undefined;
}

export function planeOf(set: DataSet): Plane {
  const orientation = numbers(set, '00200037', 6);
  const row = vector(orientation, 0);
  const column = vector(orientation, 3);
  return {
    position: vector(numbers(set, '00200032', 3), 0),
    row: row ?? [1, 0, 0],
    column: column ?? [0, 1, 0],
    oriented: row !== undefined && column !== undefined,
    spacing: spacingOf(set),
  };
}

export interface Window {
  center: number;
  width: number;
}

// The window the object itself asks for; of a VOI LUT, its input range.
export function storedWindow(set: DataSet): Window | undefined {
  const center = number(set, '00281050');
  const width = number(set, '00281051');
  if (center !== undefined && width !== undefined && width >= 1) return { center, width };
  const table = items(set, '00283010')[0];
  const [entries, first] = (table && numbers(table, '00283002', 3)) ?? [];
  if (entries === undefined || first === undefined) return undefined;
  const length = entries === 0 ? 65536 : entries;
  return { center: first + length / 2, width: length };
}

export function rescaleOf(set: DataSet): { slope: number; intercept: number } {
  const slope = number(set, '00281053') ?? 1;
  return { slope: slope === 0 ? 1 : slope, intercept: number(set, '00281052') ?? 0 };
}

export function isColour(set: DataSet): boolean {
  return (number(set, '00280002') ?? 1) > 1 || (text(set, '00280004') ?? '').startsWith('PALETTE');
}

export function ultrasoundRegions(set: DataSet): Record<string, number | undefined>[] | undefined {
  const regions = items(set, '00186011').map((region) => ({
    regionLocationMinX0: number(region, '00186018'),
    regionLocationMinY0: number(region, '0018601A'),
    regionLocationMaxX1: number(region, '0018601C'),
    regionLocationMaxY1: number(region, '0018601E'),
    physicalUnitsXDirection: number(region, '00186024'),
    physicalUnitsYDirection: number(region, '00186026'),
    physicalDeltaX: number(region, '0018602C'),
    physicalDeltaY: number(region, '0018602E'),
    referencePixelX0: number(region, '00186020'),
    referencePixelY0: number(region, '00186022'),
    regionDataType: number(region, '00186014'),
    regionSpatialFormat: number(region, '00186012'),
  }));
  return regions.length > 0 ? regions : undefined;
}

// Without a spacing pixels still have a shape: height to width (Pixel Aspect Ratio).
export function pixelShape(set: DataSet): { row: number; column: number } {
  const [height = 1, width = 1] = numbers(set, '00280034', 2) ?? [];
  return { row: height > 0 && width > 0 ? height / width : 1, column: 1 };
}

function imagePlane(set: DataSet): object {
  const plane = planeOf(set);
  const spacing = plane.spacing ?? pixelShape(set);
  return {
    frameOfReferenceUID: text(set, '00200052') ?? text(set, '00080018'),
    rows: number(set, '00280010'),
    columns: number(set, '00280011'),
    imageOrientationPatient: [...plane.row, ...plane.column],
    rowCosines: plane.row,
    columnCosines: plane.column,
    imagePositionPatient: plane.position ?? [0, 0, 0],
    pixelSpacing: [spacing.row, spacing.column],
    rowPixelSpacing: spacing.row,
    columnPixelSpacing: spacing.column,
    sliceThickness: number(set, '00180050'),
    sliceLocation: number(set, '00201041'),
    usingDefaultValues: plane.spacing === undefined,
  };
}

function imagePixel(set: DataSet): object {
  const colour = isColour(set);
  return {
    bitsAllocated: colour ? 8 : number(set, '00280100'),
    bitsStored: colour ? 8 : number(set, '00280101'),
    highBit: colour ? 7 : number(set, '00280102'),
    pixelRepresentation: colour ? 0 : (number(set, '00280103') ?? 0),
    samplesPerPixel: colour ? 3 : 1,
    photometricInterpretation: colour ? 'RGB' : text(set, '00280004'),
    rows: number(set, '00280010'),
    columns: number(set, '00280011'),
    pixelAspectRatio: numbers(set, '00280034', 2),
  };
}

// Which lengths may be told: none in mm without a spacing; of projections, those at the detector.
export function calibrationOf(set: DataSet): object | undefined {
  const regions = ultrasoundRegions(set);
  if (regions) return { sequenceOfUltrasoundRegions: regions };
  const spacing = spacingOf(set);
  if (!spacing) return { type: 'Uncalibrated' };
  return spacing.projected ? { type: 'Proj' } : undefined;
}

export function moduleOf(type: string, frame: Frame): unknown {
  const set = frameDataSet(frame);
  switch (type) {
    case 'imagePlaneModule':
      return imagePlane(set);
    case 'imagePixelModule':
      return imagePixel(set);
    case 'generalSeriesModule':
      return {
        modality: text(set, '00080060') ?? '',
        seriesInstanceUID: frame.seriesUid,
        seriesNumber: number(set, '00200011'),
      };
    case 'modalityLutModule':
      return {
        rescaleSlope: rescaleOf(set).slope,
        rescaleIntercept: rescaleOf(set).intercept,
        rescaleType: text(set, '00281054'),
      };
    case 'voiLutModule': {
      const window = storedWindow(set);
      return {
        windowCenter: window && [window.center],
        windowWidth: window && [window.width],
        voiLUTFunction: text(set, '00281056'),
      };
    }
    case 'generalImageModule':
      return { sopInstanceUID: frame.instanceUid, instanceNumber: number(set, '00200013') };
    case 'sopCommonModule':
      return { sopClassUID: text(set, '00080016'), sopInstanceUID: frame.instanceUid };
    case 'calibrationModule':
      return calibrationOf(set);
    case 'transferSyntax':
      return { transferSyntaxUID: transferSyntaxOf(set) };
    default:
      return undefined;
  }
}
