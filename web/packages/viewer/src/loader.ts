// Frames from DICOMweb into Cornerstone's cache, in the order of need and within bounds. STU-40
// Cornerstone knows images by id only; this file knows which frame, which loader and which metadata an id stands for.
import { cache, imageLoader, metaData, utilities, type Types } from '@cornerstonejs/core';
import type { DicomWebClient } from './api';
import type { DecodePool } from './decode/pool';
import type { DecodedFrame } from './decode/types';
import { describePixels } from './describe';
import { number, text } from './dicomjson';
import { toViewerError, ViewerError } from './errors';
import { FrameCache } from './frame-cache';
import { type Frame, frameDataSet, imageScheme, transferSyntaxOf } from './metadata';
import { calibrationOf, moduleOf, pixelShape, planeOf, storedWindow, type Window } from './modules';
import { autoWindow, fullWindow } from './presets';
import { type Priority, RequestQueue } from './queue';

const implicitOrExplicit = '1.2.840.10008.1.2.1';

const registry = new Map<string, { frame: Frame; loader: FrameLoader; client: DicomWebClient }>();

// Once a page: what Cornerstone asks for ids of this scheme is answered from the registry.
export function registerWithCornerstone(): void {
  imageLoader.registerImageLoader(imageScheme, (imageId: string, options?: Record<string, unknown>) => {
    const entry = registry.get(imageId);
    if (!entry) return { promise: Promise.reject(new ViewerError('cancelled')) };
    const promise = entry.loader.begin(entry, options?.['requestType'] === 'interaction');
    // Cornerstone would put this into its cache itself, and leave the failure of a failed image unhandled.
    cache.putImageLoadObject(imageId, { promise }).catch(() => undefined);
    return { promise };
  });
  metaData.addProvider((type: string, imageId: unknown) => {
    const entry = typeof imageId === 'string' ? registry.get(imageId) : undefined;
    return entry && moduleOf(type, entry.frame);
  }, 10_000);
}

function windowFor(frame: Frame, decoded: DecodedFrame): Window {
  if (decoded.components === 3) return { center: 128, width: 256 };
  const set = frameDataSet(frame);
  return (
    storedWindow(set) ??
    (text(set, '00080060') === 'MR' ? autoWindow(decoded.pixels) : fullWindow(decoded.min, decoded.max))
  );
}

// The probe asks one image for a place by the number of the image in its stack; an image has one slice only.
function voxelsOf({
  pixels,
  rows,
  columns,
  components,
}: DecodedFrame): NonNullable<Types.IImage['voxelManager']> {
  const voxels = utilities.VoxelManager.createImageVoxelManager({
    scalarData: pixels,
    width: columns,
    height: rows,
    numberOfComponents: components,
  });
  const value = ([column, row]: Types.Point3): unknown => voxels.getAtIJK(column, row, 0);
  voxels.getAtIJKPoint = value as typeof voxels.getAtIJKPoint;
  return voxels;
}

function toImage(frame: Frame, decoded: DecodedFrame): Types.IImage {
  const set = frameDataSet(frame);
  const spacing = planeOf(set).spacing ?? pixelShape(set);
  const window = windowFor(frame, decoded);
  const { pixels, rows, columns, components } = decoded;
  const colour = components === 3;
  return {
    imageId: frame.imageId,
    minPixelValue: decoded.min,
    maxPixelValue: decoded.max,
    slope: 1,
    intercept: 0,
    preScale: { enabled: true, scaled: true, scalingParameters: { modality: text(set, '00080060') ?? '' } },
    windowCenter: window.center,
    windowWidth: window.width,
    voiLUTFunction: 'LINEAR' as Types.IImage['voiLUTFunction'],
    getPixelData: () => pixels,
    getCanvas: () => document.createElement('canvas'),
    rows,
    columns,
    height: rows,
    width: columns,
    color: colour,
    rgba: false,
    numberOfComponents: components,
    columnPixelSpacing: spacing.column,
    rowPixelSpacing: spacing.row,
    sliceThickness: number(set, '00180050') ?? 0,
    invert: text(set, '00280004') === 'MONOCHROME1',
    photometricInterpretation: colour ? 'RGB' : (text(set, '00280004') ?? 'MONOCHROME2'),
    sizeInBytes: pixels.byteLength,
    calibration: calibrationOf(set) as NonNullable<Types.IImage['calibration']>,
    dataType: pixels.constructor.name as Types.IImage['dataType'],
    voxelManager: voxelsOf(decoded),
  };
}

export class FrameLoader {
  readonly queue = new RequestQueue();
  readonly cache: FrameCache;
  private readonly asked = new Map<string, Priority>();

  constructor(
    private readonly pool: DecodePool,
    limit: number,
  ) {
    this.cache = new FrameCache(limit, (imageId) => cache.removeImageLoadObject(imageId, { force: true }));
    cache.setMaxCacheSize(Math.max(cache.getMaxCacheSize(), limit * 1.25));
  }

  // `client`: of the study that the frames belong to.
  register(frames: Frame[], client: DicomWebClient): void {
    for (const frame of frames) registry.set(frame.imageId, { frame, loader: this, client });
  }

  // Stops what is on its way and gives the memory back.
  forget(frames: Frame[]): void {
    const ids = new Set(frames.map(({ imageId }) => imageId));
    this.queue.cancel((imageId) => ids.has(imageId));
    for (const imageId of ids) {
      registry.delete(imageId);
      this.cache.remove(imageId);
      if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId, { force: true });
    }
  }

  isLoaded(imageId: string): boolean {
    return cache.isLoaded(imageId);
  }

  image(imageId: string): Types.IImage | undefined {
    return cache.isLoaded(imageId) ? cache.getImage(imageId) : undefined;
  }

  // Resolves with the image; asking twice is one request, at the more urgent priority of the two.
  async request(imageId: string, priority: Priority): Promise<Types.IImage> {
    this.cache.touch(imageId);
    this.promote(imageId, priority);
    this.asked.set(imageId, priority);
    try {
      return await imageLoader.loadAndCacheImage(imageId, { priority: 0, requestType: 'prefetch' });
    } finally {
      this.asked.delete(imageId);
    }
  }

  promote(imageId: string, priority: Priority): void {
    this.queue.promote(imageId, priority);
  }

  // Called by Cornerstone for an image that it does not have.
  begin(
    { frame, client }: { frame: Frame; client: DicomWebClient },
    forDisplay: boolean,
  ): Promise<Types.IImage> {
    const priority = forDisplay ? 'display' : (this.asked.get(frame.imageId) ?? 'rest');
    return new Promise((resolve, reject) => {
      this.queue.add(frame.imageId, priority, (signal) =>
        this.fetchAndDecode(frame, client, signal).then(resolve, (error: unknown) =>
          reject(toViewerError(error)),
        ),
      );
    });
  }

  // Stops everything and gives all memory back.
  close(): void {
    this.queue.cancel(() => true);
    for (const [imageId, entry] of registry) {
      if (entry.loader !== this) continue;
      registry.delete(imageId);
      if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId, { force: true });
    }
    this.cache.clear();
    this.pool.close();
  }

  private async fetchAndDecode(
    frame: Frame,
    client: DicomWebClient,
    signal: AbortSignal,
  ): Promise<Types.IImage> {
    if (signal.aborted) throw new ViewerError('cancelled');
    const description = await describePixels(frame, (uri) => client.bulk(uri, signal));
    const encoded = await client.frame(frame.seriesUid, frame.instanceUid, frame.frameNumber, signal);
    const syntax = encoded.transferSyntax ?? transferSyntaxOf(frame.instance) ?? implicitOrExplicit;
    const decoded = await this.pool.decode(syntax, encoded.bytes, description);
    if (signal.aborted) throw new ViewerError('cancelled');
    const image = toImage(frame, decoded);
    // Told after Cornerstone has taken the image in, which it does in the same turn.
    queueMicrotask(() => this.cache.add(frame.imageId, image.sizeInBytes));
    return image;
  }
}
