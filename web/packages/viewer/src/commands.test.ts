import { describe, expect, it, vi } from 'vitest';
import english from './locales/en.json';
import { presetsFor } from './presets';

// The commands are tested without the graphics that the controller starts.
vi.mock('./controller', () => ({}));
const { shortcutFor, shortcuts } = await import('./commands');

describe('shortcuts', () => {
  // STU-41
  it('use each key once', () => {
    const keys = shortcuts.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('do not mind capital letters, and leave other keys alone', () => {
    expect(shortcutFor('W')?.label).toBe('window');
    expect(shortcutFor('Tab')).toBeUndefined();
  });

  it('run the command that they name', () => {
    const execute = vi.fn();
    shortcutFor('3')?.run(execute);
    shortcutFor('PageUp')?.run(execute);
    expect(execute.mock.calls).toEqual([
      ['window.preset', 'bone'],
      ['image.scroll', -10],
    ]);
  });

  it('and presets all have their words', () => {
    const words: Record<string, string> = english.shortcuts;
    expect(shortcuts.filter((shortcut) => !words[shortcut.label])).toEqual([]);
    const names: Record<string, string> = english.preset;
    expect(presetsFor('CT').filter((preset) => !names[preset.id])).toEqual([]);
  });
});
