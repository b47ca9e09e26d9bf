// What viewports have to do with each other: scrolling together, and lines that show where one cuts another. STU-41
import { crosses, cutOf, nearestTo, type Place, placeOf } from './geometry';
import type { Frame } from './metadata';
import type { ReferenceLine } from './state';

// The image that a viewport goes to when another has gone from image `from` to image `to` (indexes): that at the same place
// in the body, else as many images on as the other went. Undefined: it stays.
export function followIndex(
  source: { frames: Frame[]; from: number; to: number },
  target: { frames: Frame[]; index: number },
): number | undefined {
  const frame = source.frames[source.to];
  const here = frame && placeOf(frame);
  const there = target.frames[target.index];
  const other = there && placeOf(there);
  if (here && other && here.frameOfReference === other.frameOfReference)
    return nearestTo(here, target.frames.map(placeOf));
  const index = target.index + source.to - source.from;
  return Math.min(target.frames.length - 1, Math.max(0, index));
}

type ToCanvas = (world: [number, number, number]) => [number, number];

// The lines that the images at `sources` draw on the image at `target`.
export function linesOn(target: Place, sources: Map<number, Place>, toCanvas: ToCanvas): ReferenceLine[] {
  return [...sources].flatMap(([pane, source]) => {
    if (!crosses(source, target)) return [];
    const cut = cutOf(source.rectangle, target.rectangle.corner, target.normal);
    if (!cut) return [];
    const [from, to] = cut.map((end) => toCanvas(end).map((part) => Math.round(part * 10) / 10));
    return [{ pane, from: from as [number, number], to: to as [number, number] }];
  });
}
