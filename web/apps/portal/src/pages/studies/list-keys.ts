// What a key does in a list (ui.md): pure, so that it can be told and tested.

export type ListAct =
  | { kind: 'move'; to: number }
  | { kind: 'open'; index: number }
  | { kind: 'select'; index: number }
  | { kind: 'clear' }
  | { kind: 'help' };

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

export function listAct(pressed: Pressed, active: number, count: number): ListAct | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  if (pressed.key === '?') return { kind: 'help' };
  if (pressed.key === 'Escape') return { kind: 'clear' };
  if (count === 0) return null;
  switch (pressed.key) {
    case 'j':
      return { kind: 'move', to: Math.min(active + 1, count - 1) };
    case 'k':
      return { kind: 'move', to: Math.max(active - 1, 0) };
    case 'Enter':
      return active >= 0 ? { kind: 'open', index: active } : null;
    case 'x':
      return active >= 0 ? { kind: 'select', index: active } : null;
    default:
      return null;
  }
}

// Keys typed into a field, a menu or a dialogue belong to it.
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"]') !== null
  );
}

// Enter on a link or button already does what it says.
export const isControl = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('a, button') !== null;
