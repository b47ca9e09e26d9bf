// How many viewports: a grid over which one draws from the upper left corner; or the arrow keys and Enter. STU-41
import { IconLayoutGrid } from '@tabler/icons-react';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Layout } from '../state';
import { useViewer, useViewerState } from './context';
import { Popup } from './Popup';

const most = 3;
const choices: Layout[] = [1, 2, 3].flatMap((rows) => [1, 2, 3].map((columns) => ({ rows, columns })));

function cellAt(event: PointerEvent): Layout | null {
  const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-rows]');
  return cell ? { rows: Number(cell.dataset['rows']), columns: Number(cell.dataset['columns']) } : null;
}

function Grid({ close }: { close: () => void }) {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const layout = useViewerState((state) => state.layout);
  const [drawn, setDrawn] = useState<Layout | null>(null);
  const shown = drawn ?? layout;

  const choose = (chosen: Layout): void => {
    setDrawn(null);
    execute('layout.set', chosen);
    close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
    };
    const [down, right] = steps[event.key] ?? [0, 0];
    if (down === 0 && right === 0) return;
    event.preventDefault();
    const { rows, columns } = (event.target as HTMLElement).dataset;
    const inside = (value: number): number => Math.min(most, Math.max(1, value));
    const next = { rows: inside(Number(rows) + down), columns: inside(Number(columns) + right) };
    event.currentTarget
      .querySelector<HTMLElement>(`[data-testid="layout-${next.rows}x${next.columns}"]`)
      ?.focus();
    setDrawn(next);
  };
  return (
    // The buttons inside are what is reached by keyboard; the grid only watches them.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className="pv-layouts"
      onKeyDown={onKeyDown}
      onPointerMove={(event) => setDrawn(cellAt(event))}
      onPointerLeave={() => setDrawn(null)}
      // A finger stays with the cell that it touched first, so the end of the drawing is looked up.
      onPointerUp={(event) => {
        const cell = cellAt(event);
        if (cell) choose(cell);
      }}
    >
      {choices.map(({ rows, columns }) => (
        <button
          key={`${rows}x${columns}`}
          type="button"
          className="pv-layout"
          aria-label={t('layoutChoice', { rows, columns })}
          aria-pressed={rows === layout.rows && columns === layout.columns}
          data-testid={`layout-${rows}x${columns}`}
          data-rows={rows}
          data-columns={columns}
          data-drawn={rows <= shown.rows && columns <= shown.columns ? '' : undefined}
          onFocus={() => setDrawn({ rows, columns })}
          // The keyboard's click; that of a pointer has its own end above.
          onClick={(event) => event.detail === 0 && choose({ rows, columns })}
        />
      ))}
      <span className="pv-layouts-said" aria-hidden>
        {t('layoutSize', { rows: shown.rows, columns: shown.columns })}
      </span>
    </div>
  );
}

export function LayoutPicker() {
  const { t } = useTranslation('viewer');
  return (
    <Popup
      icon={<IconLayoutGrid size={20} />}
      label={t('action.layout')}
      hint={t('action.layoutHint')}
      shortcut="G"
      testId="layout"
    >
      {(panel) => <Grid close={() => document.getElementById(panel)?.hidePopover()} />}
    </Popup>
  );
}
