// Places of images in the body: which images lie side by side, and where one cuts another. STU-41
import { type DataSet, number, text } from './dicomjson';
import { type Frame, frameDataSet } from './metadata';
import { planeOf, type Vector } from './modules';
import { cross, dot } from './orientation';

// A rectangle in the body: one corner and its two edges, in mm.
export interface Rectangle {
  corner: Vector;
  across: Vector;
  down: Vector;
}

// An image with its place; undefined where the object does not tell it.
export interface Place {
  frameOfReference: string;
  rectangle: Rectangle;
  normal: Vector;
  // Along the normal, in mm.
  position: number;
}

const scaled = (vector: Vector, factor: number): Vector => [
  vector[0] * factor,
  vector[1] * factor,
  vector[2] * factor,
];
const plus = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

export function placeOfDataSet(set: DataSet): Place | undefined {
  const { position, row, column, oriented, spacing } = planeOf(set);
  const frameOfReference = text(set, '00200052');
  if (!position || !oriented || !spacing || frameOfReference === undefined) return undefined;
  const normal = cross(row, column);
  // From the middle of the first pixel to its corner.
  const corner = plus(position, plus(scaled(row, -spacing.column / 2), scaled(column, -spacing.row / 2)));
  return {
    frameOfReference,
    rectangle: {
      corner,
      across: scaled(row, spacing.column * (number(set, '00280011') ?? 1)),
      down: scaled(column, spacing.row * (number(set, '00280010') ?? 1)),
    },
    normal,
    position: dot(position, normal),
  };
}

const known = new WeakMap<Frame, Place | 'none'>();

export function placeOf(frame: Frame): Place | undefined {
  const found = known.get(frame) ?? placeOfDataSet(frameDataSet(frame)) ?? 'none';
  known.set(frame, found);
  return found === 'none' ? undefined : found;
}

// Within about 5°.
const alike = Math.cos((5 * Math.PI) / 180);

export function areParallel(a: Vector, b: Vector): boolean {
  return Math.abs(dot(a, b)) > alike;
}

// The image of `others` that lies where `place` does; undefined when they lie in another body or another direction.
export function nearestTo(place: Place, others: (Place | undefined)[]): number | undefined {
  let best: number | undefined;
  let distance = Infinity;
  others.forEach((other, index) => {
    if (!other || other.frameOfReference !== place.frameOfReference) return;
    if (!areParallel(other.normal, place.normal)) return;
    const away = Math.abs(dot(other.normal, minus(other.rectangle.corner, place.rectangle.corner)));
    if (away < distance) [best, distance] = [index, away];
  });
  return best;
}

// Whether two images of one body lie in clearly different directions.
export function crosses(a: Place, b: Place): boolean {
  return a.frameOfReference === b.frameOfReference && !areParallel(a.normal, b.normal);
}

// Where the edges of `rectangle` meet the plane through `point`: the two ends of the cut, or none.
export function cutOf(rectangle: Rectangle, point: Vector, normal: Vector): [Vector, Vector] | undefined {
  const { corner, across, down } = rectangle;
  const corners = [corner, plus(corner, across), plus(plus(corner, across), down), plus(corner, down)];
  const heights = corners.map((one) => dot(minus(one, point), normal));
  const ends: Vector[] = [];
  corners.forEach((start, index) => {
    const next = (index + 1) % 4;
    const [from = 0, to = 0] = [heights[index], heights[next]];
    const end = corners[next];
    if (!end || from > 0 === to > 0) return;
    ends.push(plus(start, scaled(minus(end, start), from / (from - to))));
  });
  const [first, second] = ends;
  return first && second ? [first, second] : undefined;
}
