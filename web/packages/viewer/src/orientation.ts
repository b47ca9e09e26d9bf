// Letters at the edges of an image: where the patient's left, right, front, back, head and feet are (PS3.3 C.7.6.1.1.1).
import { type DataSet, texts } from './dicomjson';
import { type Plane, type Vector, planeOf } from './modules';

export interface EdgeLetters {
  top: string;
  right: string;
  bottom: string;
  left: string;
}

// Directions of the screen in patient space (x to the left, y to the back, z to the head).
export interface ScreenAxes {
  right: Vector;
  up: Vector;
}

const opposites: Record<string, string> = { L: 'R', R: 'L', A: 'P', P: 'A', H: 'F', F: 'H' };

export function opposite(letters: string): string {
  return [...letters].map((letter) => opposites[letter] ?? letter).join('');
}

// Up to three letters, the strongest first; directions under about 15° from a plane add none.
export function lettersOf(direction: Vector): string {
  const named = direction.map((part, axis) => ({
    size: Math.abs(part),
    letter: (part > 0 ? 'LPH' : 'RAF')[axis] ?? '',
  }));
  const strong = named.filter((entry) => entry.size > 0.25).sort((a, b) => b.size - a.size);
  return strong.map((entry) => entry.letter).join('');
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

const turned = (vector: Vector): Vector => [-vector[0], -vector[1], -vector[2]];

// Projection images say only the directions of their rows and columns, in letters (Patient Orientation).
function writtenLetters(set: DataSet, plane: Plane, direction: Vector): string {
  const [row = '', column = ''] = texts(set, '00200020');
  const alongRow = dot(direction, plane.row);
  const alongColumn = dot(direction, plane.column);
  const [letters, along] =
    Math.abs(alongRow) >= Math.abs(alongColumn) ? [row, alongRow] : [column, alongColumn];
  return along >= 0 ? letters : opposite(letters);
}

export function edgeLetters(set: DataSet, axes: ScreenAxes): EdgeLetters | null {
  const plane = planeOf(set);
  if (!plane.oriented && texts(set, '00200020').length < 2) return null;
  const letters = (direction: Vector): string =>
    plane.oriented ? lettersOf(direction) : writtenLetters(set, plane, direction);
  return {
    top: letters(axes.up),
    right: letters(axes.right),
    bottom: letters(turned(axes.up)),
    left: letters(turned(axes.right)),
  };
}
