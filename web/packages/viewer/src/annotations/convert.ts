// Between drawings on the screen (Cornerstone, places in the body) and stored ones (pixels of an image). STU-42
import { type Frame, frameDataSet } from '../metadata';
import { pixelShape, planeOf, type Vector } from '../modules';
import { text } from '../dicomjson';
import { cross, dot } from '../orientation';
import type { Statistics } from '../measurements';
import type { DrawingTool, ImagePlace, MeasuredValue, StoredAnnotation } from './marks';

// What Cornerstone calls them.
export const cornerstoneNames: Record<DrawingTool, string> = {
  length: 'Length',
  angle: 'Angle',
  cobb: 'CobbAngle',
  rectangle: 'RectangleROI',
  ellipse: 'EllipticalROI',
  probe: 'Probe',
  arrow: 'ArrowAnnotate',
};
const toolOf = new Map(Object.entries(cornerstoneNames).map(([tool, name]) => [name, tool as DrawingTool]));

const pointCount: Record<DrawingTool, number> = {
  length: 2,
  angle: 3,
  cobb: 4,
  rectangle: 4,
  ellipse: 4,
  probe: 1,
  arrow: 2,
};

// The part of Cornerstone's annotation that is read and made here.
export interface Drawing {
  annotationUID?: string;
  isLocked?: boolean;
  isVisible?: boolean;
  highlighted?: boolean;
  invalidated?: boolean;
  metadata: {
    toolName: string;
    FrameOfReferenceUID?: string;
    referencedImageId?: string;
    volumeId?: string;
    viewPlaneNormal?: Vector;
    viewUp?: Vector;
  };
  data: {
    label?: string;
    author?: string;
    handles?: { points?: readonly (readonly number[])[]; activeHandleIndex?: number | null };
    cachedStats?: Record<string, unknown>;
  };
}

function grid(frame: Frame) {
  const set = frameDataSet(frame);
  const plane = planeOf(set);
  const origin = plane.position ?? ([0, 0, 0] as Vector);
  return { set, ...plane, origin, step: plane.spacing ?? pixelShape(set) };
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

export function toPixels(frame: Frame, [x = 0, y = 0, z = 0]: readonly number[]): [number, number] {
  const { origin, row, column, step } = grid(frame);
  const from: Vector = [x - origin[0], y - origin[1], z - origin[2]];
  return [rounded(dot(from, row) / step.column + 0.5, 3), rounded(dot(from, column) / step.row + 0.5, 3)];
}

export function toWorld(frame: Frame, [across, down]: [number, number]): Vector {
  const { origin, row, column, step } = grid(frame);
  const part = (axis: 0 | 1 | 2): number =>
    origin[axis] + row[axis] * step.column * (across - 0.5) + column[axis] * step.row * (down - 0.5);
  return [part(0), part(1), part(2)];
}

export function placeOf(frame: Frame): ImagePlace {
  const { seriesUid, instanceUid, frameNumber } = frame;
  return { seriesInstanceUid: seriesUid, sopInstanceUid: instanceUid, frame: frameNumber };
}

// "mm² (ERMF)" and its like: the unit comes first.
function unitOf(unit: string | undefined): MeasuredValue['unit'] | undefined {
  const word = (unit ?? 'px').split(' ')[0] ?? '';
  if (word === 'mm' || word === 'HU' || word === 'px') return word;
  if (word === 'mm²' || word === 'mm2') return 'mm2';
  return word === 'px²' ? 'px' : undefined;
}

export function valuesOf(tool: DrawingTool, found: Statistics): MeasuredValue[] {
  const one = (
    measure: MeasuredValue['measure'],
    value: unknown,
    unit: MeasuredValue['unit'] | undefined,
  ): MeasuredValue[] =>
    typeof value === 'number' && Number.isFinite(value) && unit !== undefined
      ? [{ measure, value: rounded(value, 4), unit }]
      : [];
  const ofPixels = found.modalityUnit === 'HU' ? 'HU' : 'none';
  switch (tool) {
    case 'length':
      return one('length', found.length, unitOf(found.unit));
    case 'angle':
    case 'cobb':
      return one('angle', found.angle, 'deg');
    case 'rectangle':
    case 'ellipse':
      return [
        ...(found.isEmptyArea === true ? [] : one('area', found.area, unitOf(found.areaUnit ?? 'px²'))),
        ...one('mean', found.mean, ofPixels),
        ...one('deviation', found.stdDev, ofPixels),
        ...one('minimum', found.min, ofPixels),
        ...one('maximum', found.max, ofPixels),
      ];
    case 'probe':
      return one('value', found.value, ofPixels);
    case 'arrow':
      return [];
  }
}

// Nothing for what is not finished, or no drawing of these tools.
export function toStored(drawing: Drawing, frame: Frame): StoredAnnotation | undefined {
  const tool = toolOf.get(drawing.metadata.toolName);
  const points = drawing.data.handles?.points ?? [];
  const label = drawing.data.label ?? '';
  if (!tool || drawing.annotationUID === undefined || points.length !== pointCount[tool]) return undefined;
  if (tool === 'arrow' && label === '') return undefined;
  const found = Object.values(drawing.data.cachedStats ?? {})[0] as Statistics | undefined;
  return {
    id: drawing.annotationUID,
    tool,
    ...placeOf(frame),
    points: points.flatMap((point) => toPixels(frame, point)),
    text: label,
    values: found ? valuesOf(tool, found) : [],
  };
}

// `author`: of another person's, which cannot be changed here.
export function fromStored(stored: StoredAnnotation, frame: Frame, author?: string): Drawing {
  const { set, row, column } = grid(frame);
  const normal = cross(row, column);
  const points = Array.from({ length: stored.points.length / 2 }, (_, at) =>
    toWorld(frame, [stored.points[2 * at] ?? 0, stored.points[2 * at + 1] ?? 0]),
  );
  const label = author !== undefined && stored.text !== '' ? `${stored.text} (${author})` : stored.text;
  return {
    annotationUID: stored.id,
    isLocked: author !== undefined,
    isVisible: true,
    highlighted: false,
    invalidated: true,
    metadata: {
      toolName: cornerstoneNames[stored.tool],
      FrameOfReferenceUID: text(set, '00200052') ?? text(set, '00080018') ?? '',
      referencedImageId: frame.imageId,
      viewPlaneNormal: [-normal[0], -normal[1], -normal[2]],
      viewUp: [-column[0], -column[1], -column[2]],
    },
    data: {
      label,
      ...(author === undefined ? {} : { author }),
      handles: {
        points,
        activeHandleIndex: null,
        ...(stored.tool === 'probe' ? {} : { textBox: textBox() }),
        ...(stored.tool === 'arrow' ? { arrowFirst: true } : {}),
      } as Drawing['data']['handles'] & object,
      cachedStats: {},
    },
  };
}

function textBox() {
  const corner = (): Vector => [0, 0, 0];
  return {
    hasMoved: false,
    worldPosition: corner(),
    worldBoundingBox: {
      topLeft: corner(),
      topRight: corner(),
      bottomLeft: corner(),
      bottomRight: corner(),
    },
  };
}
