// Bounds the memory of decoded frames: least recently wanted go first, frames on screen never. STU-40
// Knows names and sizes only; the pixels lie with whoever `evict` tells.

export class FrameCache {
  // Insertion order is age: a touched entry is moved to the end.
  private readonly sizes = new Map<string, number>();
  private pinned: ReadonlySet<string> = new Set();
  private total = 0;

  constructor(
    readonly limit: number,
    private readonly evict: (imageId: string) => void,
  ) {}

  get bytes(): number {
    return this.total;
  }

  has(imageId: string): boolean {
    return this.sizes.has(imageId);
  }

  add(imageId: string, size: number): void {
    this.remove(imageId);
    this.sizes.set(imageId, size);
    this.total += size;
    this.shrink(imageId);
  }

  touch(imageId: string): void {
    const size = this.sizes.get(imageId);
    if (size === undefined) return;
    this.sizes.delete(imageId);
    this.sizes.set(imageId, size);
  }

  // Frames on screen; replaces the earlier set.
  pin(imageIds: Iterable<string>): void {
    this.pinned = new Set(imageIds);
  }

  remove(imageId: string): void {
    this.total -= this.sizes.get(imageId) ?? 0;
    this.sizes.delete(imageId);
  }

  clear(): void {
    this.sizes.clear();
    this.total = 0;
  }

  private shrink(newest: string): void {
    for (const imageId of [...this.sizes.keys()]) {
      if (this.total <= this.limit) return;
      if (imageId === newest || this.pinned.has(imageId)) continue;
      this.remove(imageId);
      this.evict(imageId);
    }
  }
}

const mebibyte = 1024 * 1024;

// 768 MB at most, less where the device says that it has little (navigator.deviceMemory is in GB, absent on Safari).
export function cacheLimit(deviceMemory: number | undefined, isPhone: boolean): number {
  if (isPhone) return 256 * mebibyte;
  return Math.min(768, Math.max(256, (deviceMemory ?? 4) * 128)) * mebibyte;
}
