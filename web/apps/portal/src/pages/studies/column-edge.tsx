import { useRef, type PointerEvent } from 'react';
import type { ColumnId } from './columns';
import classes from './studies-list.module.css';
import type { StudyColumns } from './use-columns';

interface ColumnEdgeProps {
  column: ColumnId;
  title: string;
  onResize: StudyColumns['resize'];
}

// The right edge of a column's head: dragged it sets the width, clicked twice it gives the usual one back. For the mouse
// alone: the column chooser does the same by keyboard and by single clicks.
export function ColumnEdge({ column, title, onResize }: ColumnEdgeProps) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const width = (event: PointerEvent) =>
    start.current === null ? 0 : start.current.width + event.clientX - start.current.x;
  return (
    <span
      className={classes.edge}
      aria-hidden
      title={title}
      onPointerDown={(event) => {
        const head = event.currentTarget.parentElement;
        if (event.button !== 0 || !head) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width: head.offsetWidth };
      }}
      onPointerMove={(event) => {
        if (start.current) onResize(column, width(event), false);
      }}
      onPointerUp={(event) => {
        const moved = start.current !== null && event.clientX !== start.current.x;
        if (moved) onResize(column, width(event));
        start.current = null;
      }}
      onDoubleClick={() => onResize(column, null)}
    />
  );
}
