// Whether a stack of images is a volume, and how large one may become. Pure. STU-41
import { number } from './dicomjson';
import { areParallel, type Place, placeOf } from './geometry';
import type { Frame } from './metadata';
import { isColour, planeOf, type Vector } from './modules';
import { dot } from './orientation';
import { frameDataSet } from './metadata';

// Why there can be no other planes of a stack.
export type NoVolume =
  | 'few' // under three images
  | 'colour'
  | 'geometry' // places unknown
  | 'orientation' // images in different directions
  | 'size' // images of different size
  | 'repeated' // several images at one place (phases, echoes)
  | 'gaps' // unequal distances
  | 'tilt'; // slices are shifted against each other (gantry tilt)

export interface VolumeShape {
  // Ascending along the normal of the images.
  frames: Frame[];
  columns: number;
  rows: number;
  // Millimetres between columns, rows, images.
  spacing: Vector;
  origin: Vector;
  row: Vector;
  column: Vector;
  normal: Vector;
  frameOfReference: string;
}

const leastImages = 3;
// Of the distance between two images.
const unequal = 0.1;
// Sideways, of the distance: about one degree.
const shifted = 0.02;

function distances(places: Place[]): number[] {
  return places.slice(1).map((place, index) => place.position - (places[index]?.position ?? 0));
}

function isTilted(places: Place[]): boolean {
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last) return false;
  const way = last.rectangle.corner.map((part, axis) => part - (first.rectangle.corner[axis] ?? 0)) as Vector;
  const sideways = Math.sqrt(Math.max(0, dot(way, way) - dot(way, first.normal) ** 2));
  return sideways > shifted * (last.position - first.position);
}

export function volumeOf(frames: Frame[]): VolumeShape | NoVolume {
  if (frames.length < leastImages) return 'few';
  if (frames.some((frame) => isColour(frame.instance))) return 'colour';
  const placed = frames.flatMap((frame) => {
    const place = placeOf(frame);
    return place ? [{ frame, place }] : [];
  });
  const first = placed[0];
  if (!first || placed.length < frames.length) return 'geometry';
  placed.sort((a, b) => a.place.position - b.place.position);
  const places = placed.map(({ place }) => place);
  if (places.some((place) => place.frameOfReference !== first.place.frameOfReference)) return 'orientation';
  if (places.some((place) => !areParallel(place.normal, first.place.normal))) return 'orientation';
  const shapeOf = ({ frame }: { frame: Frame }): string => {
    const set = frameDataSet(frame);
    const { spacing } = planeOf(set);
    return [number(set, '00280010'), number(set, '00280011'), spacing?.row, spacing?.column].join();
  };
  if (placed.some((entry) => shapeOf(entry) !== shapeOf(first))) return 'size';
  const steps = distances(places);
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  if (steps.some((step) => step < 0.01)) return 'repeated';
  if (steps.some((step) => Math.abs(step - mean) > unequal * mean)) return 'gaps';
  if (isTilted(places)) return 'tilt';
  const lowest = placed[0] ?? first;
  const set = frameDataSet(lowest.frame);
  const { position, row, column, spacing } = planeOf(set);
  return {
    frames: placed.map(({ frame }) => frame),
    columns: number(set, '00280011') ?? 0,
    rows: number(set, '00280010') ?? 0,
    spacing: [spacing?.column ?? 1, spacing?.row ?? 1, mean],
    origin: position ?? [0, 0, 0],
    row,
    column,
    normal: first.place.normal,
    frameOfReference: first.place.frameOfReference,
  };
}

// Every how many-th column, row and image is taken so that the volume fits into memory; the finest direction gives first.
export function stepsFor(shape: VolumeShape, bytesPerSample: number, budget: number, longest = 2048): Vector {
  const counts = [shape.columns, shape.rows, shape.frames.length];
  const steps: Vector = [1, 1, 1];
  const size = (axis: number): number => Math.ceil((counts[axis] ?? 1) / (steps[axis] ?? 1));
  const spacing = (axis: number): number => (shape.spacing[axis] ?? 1) * (steps[axis] ?? 1);
  for (const axis of [0, 1, 2]) while (size(axis) > longest) steps[axis] = (steps[axis] ?? 1) + 1;
  while (size(0) * size(1) * size(2) * bytesPerSample > budget) {
    const finest = [0, 1, 2].reduce((best, axis) => (spacing(axis) < spacing(best) ? axis : best));
    steps[finest] = (steps[finest] ?? 1) + 1;
  }
  return steps;
}
