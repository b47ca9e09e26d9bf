import { Box } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import './scroll-x.css';

// Writes the name of its column on every cell, for the style sheet to show where the head of the table is not seen.
function nameCells(table: HTMLTableElement) {
  const names = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) =>
    cell.querySelector('.mantine-VisuallyHidden-root') ? '' : (cell.textContent ?? ''),
  );
  for (const body of table.tBodies) {
    for (const row of body.rows) {
      [...row.cells].forEach((cell, index) => {
        const name = index === 0 ? '' : (names[index] ?? '');
        if (cell.dataset.column !== name) cell.dataset.column = name;
      });
    }
  }
}

interface ScrollXProps {
  label: string;
  // On a phone every row becomes a card: its first cell is the title, the others stand beside their columns' names.
  folds?: boolean;
  children: ReactNode;
}

// A table that may be wider than the screen: scrolls sideways by touch, wheel and keyboard. What is hidden visually in
// it is placed absolutely: "relative" keeps it in here, where it would make the page wider otherwise.
export function ScrollX({ label, folds = false, children }: ScrollXProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const frame = box.current;
    if (!frame || !folds) return undefined;
    const name = () => frame.querySelectorAll('table').forEach(nameCells);
    name();
    const changes = new MutationObserver(name);
    changes.observe(frame, { childList: true, subtree: true });
    return () => changes.disconnect();
  }, [folds]);
  return (
    <Box
      ref={box}
      role="region"
      aria-label={label}
      tabIndex={0}
      className={folds ? 'folds' : undefined}
      style={{ overflowX: 'auto', position: 'relative' }}
    >
      {children}
    </Box>
  );
}
