// Other planes of a volume: fills one from the frames of a stack and draws it in viewports. A chunk of its own, fetched when
// first asked for. The samples lie in one block of bounded size; the frames themselves stay in the frame cache. STU-41
import { BaseVolumeViewport, cache, Enums, utilities, volumeLoader, type Types } from '@cornerstonejs/core';
import type { FrameLoader } from './loader';
import type { Place } from './geometry';
import type { Vector, Window } from './modules';
import { cross, dot, type EdgeLetters, lettersOf } from './orientation';
import { windowToRange } from './presets';
import type { PlaneName, Slab } from './state';
import { stepsFor, type VolumeShape } from './volume';

const mebibyte = 1024 * 1024;
const atOnce = 4;
let volumes = 0;

export const volumeBudget = (isPhone: boolean): number => (isPhone ? 48 : 256) * mebibyte;

const orientations: Record<PlaneName, Enums.OrientationAxis> = {
  axial: Enums.OrientationAxis.AXIAL,
  coronal: Enums.OrientationAxis.CORONAL,
  sagittal: Enums.OrientationAxis.SAGITTAL,
};
const blends: Record<Slab['mode'], Enums.BlendModes> = {
  thin: Enums.BlendModes.COMPOSITE,
  maximum: Enums.BlendModes.MAXIMUM_INTENSITY_BLEND,
  minimum: Enums.BlendModes.MINIMUM_INTENSITY_BLEND,
  mean: Enums.BlendModes.AVERAGE_INTENSITY_BLEND,
};

export interface Progress {
  loaded: number;
  total: number;
}

type Samples = Uint8Array | Int16Array | Uint16Array | Float32Array;

export class Volume {
  readonly id = `derived:portico-volume-${++volumes}`;
  // Every how many-th column, row and image it was made of.
  steps: Vector = [1, 1, 1];
  window: Window = { center: 128, width: 256 };
  private created = false;
  private closed = false;

  constructor(
    private readonly loader: FrameLoader,
    private readonly shape: VolumeShape,
  ) {}

  // Rejects with the failure of a frame, and when it was closed meanwhile.
  async load(budget: number, onProgress: (progress: Progress) => void): Promise<void> {
    const { frames } = this.shape;
    const middle = frames[Math.floor(frames.length / 2)] ?? frames[0];
    if (!middle) return;
    const first = await this.loader.request(middle.imageId, 'display');
    const example = first.getPixelData() as Samples;
    this.window = { center: Number(first.windowCenter), width: Number(first.windowWidth) };
    this.steps = stepsFor(this.shape, example.BYTES_PER_ELEMENT, budget);
    const chosen = frames.filter((_, index) => index % this.steps[2] === 0);
    const size = this.size(chosen.length);
    const samples = new (example.constructor as new (length: number) => Samples)(size[0] * size[1] * size[2]);
    let next = 0;
    let loaded = 0;
    const worker = async (): Promise<void> => {
      while (next < chosen.length && !this.closed) {
        const at = next++;
        const image = await this.loader.request(chosen[at]?.imageId ?? '', 'near');
        this.copy(image.getPixelData() as Samples, samples, at, size);
        onProgress({ loaded: ++loaded, total: chosen.length });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    if (!this.closed) this.create(samples, size);
  }

  private size(images: number): Vector {
    return [
      Math.ceil(this.shape.columns / this.steps[0]),
      Math.ceil(this.shape.rows / this.steps[1]),
      images,
    ];
  }

  private copy(from: Samples, to: Samples, slice: number, [columns, rows]: Vector): void {
    const start = slice * columns * rows;
    if (this.steps[0] === 1 && this.steps[1] === 1) {
      to.set(from, start);
      return;
    }
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        to[start + row * columns + column] =
          from[row * this.steps[1] * this.shape.columns + column * this.steps[0]] ?? 0;
  }

  private create(scalarData: Samples, size: Vector): void {
    const { row, column, normal, spacing, origin, frameOfReference, frames } = this.shape;
    const set = frames[0]?.instance ?? {};
    const bytes = scalarData.byteLength;
    cache.setMaxCacheSize(Math.max(cache.getMaxCacheSize(), cache.getCacheSize() + bytes * 1.5));
    const modality = set['00080060']?.Value?.[0];
    volumeLoader.createLocalVolume(this.id, {
      metadata: {
        FrameOfReferenceUID: frameOfReference,
        Modality: typeof modality === 'string' ? modality : '',
      } as Types.Metadata,
      dimensions: size,
      spacing: spacing.map((part, axis) => part * (this.steps[axis] ?? 1)) as Vector,
      origin,
      direction: [...row, ...column, ...normal] as unknown as Types.Mat3,
      scalarData,
    } as Parameters<typeof volumeLoader.createLocalVolume>[1]);
    this.created = true;
  }

  async show(viewport: Types.IVolumeViewport, plane: PlaneName, slab: Slab, window: Window): Promise<void> {
    await viewport.setVolumes([{ volumeId: this.id }], true);
    if (this.closed) return;
    viewport.setOrientation(orientations[plane]);
    viewport.setProperties({ voiRange: windowToRange(window) });
    this.setSlab(viewport, slab);
    // Fills the texture: a volume made here has no loader that would tell which slices are new.
    cache.getVolume(this.id)?.invalidate();
    viewport.render();
  }

  setPlane(viewport: Types.IVolumeViewport, plane: PlaneName): void {
    viewport.setOrientation(orientations[plane]);
    viewport.render();
  }

  setSlab(viewport: Types.IVolumeViewport, { mode, thickness }: Slab): void {
    viewport.setBlendMode(blends[mode], [], false);
    if (mode === 'thin') viewport.resetSlabThickness();
    else viewport.setSlabThickness(thickness);
    viewport.render();
  }

  scroll(viewport: Types.IVolumeViewport, step: number): void {
    utilities.scroll(viewport as unknown as Types.IViewport as Parameters<typeof utilities.scroll>[0], {
      delta: step,
      volumeId: this.id,
    });
  }

  // Which slice of how many is in the middle of the slab.
  sliceOf(viewport: Types.IVolumeViewport): { shown: number; total: number } {
    const { currentStepIndex, numScrollSteps } = utilities.getVolumeViewportScrollInfo(viewport, this.id);
    return { shown: currentStepIndex + 1, total: numScrollSteps + 1 };
  }

  placeOf(viewport: Types.IVolumeViewport): Place {
    const { clientWidth, clientHeight } = viewport.element;
    const corner = viewport.canvasToWorld([0, 0]) as Vector;
    const edge = (x: number, y: number): Vector =>
      viewport.canvasToWorld([x, y]).map((part, axis) => part - (corner[axis] ?? 0)) as Vector;
    const normal = (viewport.getCamera().viewPlaneNormal ?? [0, 0, 1]) as Vector;
    const { frameOfReference } = this.shape;
    const rectangle = { corner, across: edge(clientWidth, 0), down: edge(0, clientHeight) };
    return { frameOfReference, rectangle, normal, position: dot(corner, normal) };
  }

  close(): void {
    this.closed = true;
    if (!this.created) return;
    const imageIds = cache.getVolume(this.id)?.imageIds ?? [];
    cache.removeVolumeLoadObject(this.id);
    for (const imageId of imageIds)
      if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId, { force: true });
  }
}

export function lettersIn(viewport: Types.IVolumeViewport): EdgeLetters {
  const { viewUp = [0, 0, 1], viewPlaneNormal = [0, 1, 0] } = viewport.getCamera();
  const up = viewUp as Vector;
  const right = cross(up, viewPlaneNormal as Vector);
  const turned = (vector: Vector): Vector => [-vector[0], -vector[1], -vector[2]];
  return {
    top: lettersOf(up),
    right: lettersOf(right),
    bottom: lettersOf(turned(up)),
    left: lettersOf(turned(right)),
  };
}

export function isVolume(viewport: unknown): viewport is Types.IVolumeViewport {
  return viewport instanceof BaseVolumeViewport;
}
