import { describe, expect, it, vi } from 'vitest';
import type { Controller } from './controller';
import english from './locales/en.json';
import { presetsFor } from './presets';

// The commands are tested without the graphics that the controller starts.
vi.mock('./controller', () => ({}));
const { executeOn, shortcutFor, shortcuts } = await import('./commands');

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

  it('go to the video in the active viewport, where there is one', () => {
    const film = { toggle: vi.fn(), step: vi.fn(), goTo: vi.fn(), changeSpeed: vi.fn() };
    const viewer = {
      store: { get: () => ({ active: 2 }) },
      films: { at: (pane: number) => (pane === 2 ? film : undefined) },
    };
    const execute = executeOn(viewer as unknown as Controller);
    for (const key of [' ', 'ArrowRight', 'PageUp', 'Home', 'End', '<', '>']) shortcutFor(key)?.run(execute);
    expect(film.toggle).toHaveBeenCalledOnce();
    expect(film.step.mock.calls).toEqual([[1], [-10]]);
    expect(film.goTo.mock.calls).toEqual([['first'], ['last']]);
    expect(film.changeSpeed.mock.calls).toEqual([[-1], [1]]);
  });

  it('and presets all have their words', () => {
    const words: Record<string, string> = english.shortcuts;
    expect(shortcuts.filter((shortcut) => !words[shortcut.label])).toEqual([]);
    const names: Record<string, string> = english.preset;
    expect(presetsFor('CT').filter((preset) => !names[preset.id])).toEqual([]);
  });
});
