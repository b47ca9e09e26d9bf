// Small pictures for the series strip, drawn from frames that the viewer loads anyway, one after another at low priority. STU-40
import type { Types } from '@cornerstonejs/core';
import type { FrameLoader } from './loader';
import type { Stack } from './metadata';
import type { Window } from './modules';
import { windowToRange } from './presets';

export const thumbnailSize = 128;

interface Pixels {
  pixels: ArrayLike<number>;
  rows: number;
  columns: number;
  components: number;
  window: Window;
  inverted: boolean;
  // Height of a pixel by its width.
  aspect: number;
}

// The image fitted into a square, on black.
export function drawThumbnail(image: Pixels, size = thumbnailSize): ImageData {
  const out = new ImageData(size, size);
  const height = image.rows * image.aspect;
  const scale = size / Math.max(height, image.columns);
  const [left, top] = [(size - image.columns * scale) / 2, (size - height * scale) / 2];
  const { lower, upper } = windowToRange(image.window);
  const shade = (value: number): number => {
    const level = ((value - lower) / Math.max(1e-6, upper - lower)) * 255;
    return image.inverted ? 255 - level : level;
  };
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const column = Math.floor((x - left) / scale);
      const row = Math.floor((y - top) / scale / image.aspect);
      const inside = column >= 0 && column < image.columns && row >= 0 && row < image.rows;
      for (let channel = 0; channel < 3; channel++) {
        const at = (row * image.columns + column) * image.components + (image.components === 3 ? channel : 0);
        const value = image.pixels[at] ?? 0;
        out.data[(y * size + x) * 4 + channel] = !inside ? 0 : image.components === 3 ? value : shade(value);
      }
      out.data[(y * size + x) * 4 + 3] = 255;
    }
  return out;
}

function fromImage(image: Types.IImage): ImageData {
  return drawThumbnail({
    pixels: image.getPixelData(),
    rows: image.rows,
    columns: image.columns,
    components: image.numberOfComponents,
    window: { center: Number(image.windowCenter), width: Number(image.windowWidth) },
    inverted: image.invert,
    aspect: image.rowPixelSpacing / image.columnPixelSpacing || 1,
  });
}

export function middleFrame(stack: Stack): string | undefined {
  return stack.frames[Math.floor(stack.frames.length / 2)]?.imageId;
}

export class Thumbnailer {
  private readonly waiting: Stack[] = [];
  private busy = false;
  private closed = false;

  constructor(
    private readonly loader: FrameLoader,
    private readonly onDrawn: (stack: Stack, picture: ImageData, image: Types.IImage) => void,
  ) {}

  add(stacks: Stack[]): void {
    this.waiting.push(...stacks.filter((stack) => stack.frames.length > 0));
    void this.drawAll();
  }

  close(): void {
    this.closed = true;
  }

  private async drawAll(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let stack = this.waiting.shift(); stack && !this.closed; stack = this.waiting.shift()) {
      const imageId = middleFrame(stack);
      if (imageId === undefined) continue;
      try {
        const image = await this.loader.request(imageId, 'thumbnail');
        if (!this.closed) this.onDrawn(stack, fromImage(image), image);
      } catch {
        // The tile stays without a picture; opening the series tells why.
      }
    }
    this.busy = false;
  }
}
