// Which images are marked, by the person or by others who published it. STU-42
import type { Frame, Stack } from '../metadata';
import { stackById, stacksIn, type ViewerState } from '../state';
import { placeOf } from './convert';
import { type ImagePlace, placeKey } from './marks';

export interface KeyImage {
  place: ImagePlace;
  // null: the person's own.
  author: string | null;
}

export function keyImagesOf({ marks }: Pick<ViewerState, 'marks'>): KeyImage[] {
  return [
    ...marks.keyImages.map((place) => ({ place, author: null })),
    ...marks.others
      .filter(({ hidden }) => !hidden)
      .flatMap(({ author, keyImages }) => keyImages.map((place) => ({ place, author }))),
  ];
}

const remembered = new WeakMap<ViewerState['marks'], Set<string>>();

function keysOf({ marks }: Pick<ViewerState, 'marks'>): Set<string> {
  const known = remembered.get(marks) ?? new Set(keyImagesOf({ marks }).map(({ place }) => placeKey(place)));
  remembered.set(marks, known);
  return known;
}

export function isKeyImage(state: Pick<ViewerState, 'marks'>, frame: Frame): boolean {
  return keysOf(state).has(placeKey(placeOf(frame)));
}

// How many images of a stack are marked.
export function keyImagesIn(state: ViewerState, stackId: string): number {
  const keys = keysOf(state);
  if (keys.size === 0) return 0;
  return stackById(state, stackId)?.frames.filter((frame) => keys.has(placeKey(placeOf(frame)))).length ?? 0;
}

// Where an image stands: its stack and its number there, from 1.
export function whereIs(
  state: Pick<ViewerState, 'series'>,
  place: ImagePlace,
): { stack: Stack; number: number } | undefined {
  for (const stack of stacksIn(state)) {
    if (stack.seriesUid !== place.seriesInstanceUid) continue;
    const index = stack.frames.findIndex((frame) => placeKey(placeOf(frame)) === placeKey(place));
    if (index >= 0) return { stack, number: index + 1 };
  }
  return undefined;
}
