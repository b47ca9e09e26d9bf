import { useEffect, useRef, useState } from 'react';
import { isTyping, listAct } from '../studies/list-keys';

interface RowActs {
  onSelect: (index: number) => void;
  onClear: () => void;
}

const isCheckbox = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.type === 'checkbox';

// j and k go through the rows of a table, x selects, Escape clears: as in the list of studies.
export function useRowKeys(count: number, { onSelect, onClear }: RowActs) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [active, setActive] = useState(-1);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (isTyping(event.target) && !isCheckbox(event.target)) return;
      const act = listAct(event, active, count);
      if (!act || act.kind === 'open' || act.kind === 'help') return;
      event.preventDefault();
      if (act.kind === 'select') onSelect(act.index);
      else if (act.kind === 'clear') onClear();
      else body.current?.rows[act.to]?.focus();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  });
  const row = (index: number) => ({
    tabIndex: -1,
    'data-active': index === active || undefined,
    onFocus: () => setActive(index),
  });
  return { body, row };
}
