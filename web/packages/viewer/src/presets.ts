// Windows: what is offered for a modality, and what is worked out from the pixels. STU-41
import type { Window } from './modules';

export interface Preset {
  // Names the string (presets.<id>) and the command.
  id: string;
  window: Window;
}

const computedTomography: Preset[] = [
  { id: 'brain', window: { center: 40, width: 80 } },
  { id: 'subdural', window: { center: 75, width: 215 } },
  { id: 'bone', window: { center: 500, width: 2000 } },
  { id: 'lung', window: { center: -600, width: 1500 } },
  { id: 'mediastinum', window: { center: 50, width: 350 } },
  { id: 'abdomen', window: { center: 40, width: 400 } },
];

// Fixed windows mean something only where pixel values do: in Hounsfield units.
export function presetsFor(modality: string): Preset[] {
  return modality === 'CT' ? computedTomography : [];
}

export type ComputedWindow = 'default' | 'auto' | 'full';
export const computedWindows: readonly ComputedWindow[] = ['default', 'auto', 'full'];

export function fullWindow(min: number, max: number): Window {
  return { center: (min + max + 1) / 2, width: Math.max(1, max - min + 1) };
}

// Leaves out the darkest and brightest half per cent, which on MR are noise and flow. Looks at no more than ~20,000 pixels.
export function autoWindow(pixels: ArrayLike<number>): Window {
  const step = Math.max(1, Math.floor(pixels.length / 20000));
  const sample = new Float32Array(Math.ceil(pixels.length / step));
  for (let index = 0; index < sample.length; index++) sample[index] = pixels[index * step] ?? 0;
  sample.sort();
  const at = (part: number): number =>
    sample[Math.min(sample.length - 1, Math.floor(part * sample.length))] ?? 0;
  return fullWindow(at(0.005), at(0.995));
}

export function windowToRange({ center, width }: Window): { lower: number; upper: number } {
  return { lower: center - 0.5 - (width - 1) / 2, upper: center - 0.5 + (width - 1) / 2 };
}

export function rangeToWindow({ lower, upper }: { lower: number; upper: number }): Window {
  return { center: (lower + upper + 1) / 2, width: upper - lower + 1 };
}
