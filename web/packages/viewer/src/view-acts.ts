// What is done to one viewport's view: turned, mirrored, inverted, enlarged, put back. STU-41
import type { Types } from '@cornerstonejs/core';
import type { Vector } from './modules';
import { cross } from './orientation';
import type { Turned } from './state';

type Viewport = Types.IStackViewport | Types.IVolumeViewport;

// By a quarter on the screen, whichever way the image lies: what was at the left comes to the top, or to the bottom.
export function rotate(viewport: Viewport, direction: 1 | -1): void {
  const { viewUp, viewPlaneNormal } = viewport.getCamera();
  if (!viewUp || !viewPlaneNormal) return;
  const right = cross(viewUp as Vector, viewPlaneNormal as Vector);
  viewport.setCamera({ viewUp: right.map((part) => -direction * part) as Vector });
  viewport.render();
}

export function flip(viewport: Viewport, axis: 'horizontal' | 'vertical'): void {
  const { flipHorizontal = false, flipVertical = false } = viewport.getCamera();
  viewport.setCamera(
    axis === 'horizontal' ? { flipHorizontal: !flipHorizontal } : { flipVertical: !flipVertical },
  );
  viewport.render();
}

export function turnedOf(viewport: Viewport): Turned {
  const { flipHorizontal = false, flipVertical = false } = viewport.getCamera();
  const rotation = viewport.getViewPresentation()?.rotation ?? 0;
  // Mirrored both ways is turned by half.
  const degrees = Math.round(rotation) + (flipHorizontal && flipVertical ? 180 : 0);
  return { degrees: ((degrees % 360) + 360) % 360, mirrored: flipHorizontal !== flipVertical };
}

export function invert(viewport: Viewport): void {
  viewport.setProperties({ invert: !(viewport.getProperties()?.invert ?? false) });
  viewport.render();
}

export function zoomBy(viewport: Viewport, factor: number): void {
  viewport.setZoom(viewport.getZoom() * factor);
  viewport.render();
}

export function reset(viewport: Viewport): void {
  viewport.setCamera({ flipHorizontal: false, flipVertical: false });
  viewport.resetProperties();
  viewport.resetCamera();
  viewport.render();
}
