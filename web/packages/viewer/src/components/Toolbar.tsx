// The tool bar: one row, scrolled sideways where it does not fit. STU-41
import {
  IconArrowsMove,
  IconArrowsUpDown,
  IconCircleHalf2,
  IconContrast,
  IconKeyboard,
  IconLayoutGrid,
  IconLayoutSidebar,
  IconMaximize,
  IconRestore,
  IconZoomIn,
  IconZoomScan,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ToolName } from '../state';
import { CineControls } from './CineControls';
import { useViewer, useViewerState } from './context';
import { Popup } from './Popup';
import { ToolButton } from './ToolButton';
import { keyOf, Measures, measures, Presets, Turns } from './ToolMenus';

const size = 20;
const manipulators: [ToolName, typeof IconContrast][] = [
  ['window', IconContrast],
  ['scroll', IconArrowsUpDown],
  ['zoom', IconZoomIn],
  ['pan', IconArrowsMove],
  ['magnify', IconZoomScan],
];
// The others stand in the menu beside them, until one of them is chosen.
const usual: ToolName[] = ['length', 'angle', 'ellipse', 'probe'];

function Tools({ tools }: { tools: typeof manipulators }) {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const chosen = useViewerState((state) => state.tool);
  return tools.map(([name, Icon]) => (
    <ToolButton
      key={name}
      icon={<Icon size={size} />}
      label={t(`tool.${name}`)}
      hint={t(`toolHint.${name}`)}
      shortcut={keyOf(name)}
      testId={`tool-${name}`}
      pressed={chosen === name}
      onClick={() => execute('tool.choose', name)}
    />
  ));
}

function MeasureTools() {
  const chosen = useViewerState((state) => state.tool);
  return (
    <>
      <Tools tools={measures.filter(([name]) => usual.includes(name) || name === chosen)} />
      <Measures />
    </>
  );
}

function Layouts() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const layout = useViewerState((state) => state.layout);
  const choices = [1, 2, 3].flatMap((rows) => [1, 2, 3].map((columns) => ({ rows, columns })));
  return (
    <Popup icon={<IconLayoutGrid size={size} />} label={t('action.layout')} testId="layout">
      {(panel) => (
        <div className="pv-layouts">
          {choices.map(({ rows, columns }) => (
            <button
              key={`${rows}x${columns}`}
              type="button"
              className="pv-layout"
              aria-label={t('layoutChoice', { rows, columns })}
              title={t('layoutChoice', { rows, columns })}
              aria-pressed={rows === layout.rows && columns === layout.columns}
              data-testid={`layout-${rows}x${columns}`}
              popoverTarget={panel}
              popoverTargetAction="hide"
              onClick={() => execute('layout.set', { rows, columns })}
            >
              <span
                className="pv-layout-picture"
                style={{ gridTemplate: `repeat(${rows}, 1fr) / repeat(${columns}, 1fr)` }}
                aria-hidden
              >
                {Array.from({ length: rows * columns }, (_, cell) => (
                  <i key={cell} />
                ))}
              </span>
            </button>
          ))}
        </div>
      )}
    </Popup>
  );
}

export function Toolbar() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const inverted = useViewerState((state) => state.panes[state.active]?.inverted ?? false);
  const seriesOpen = useViewerState((state) => state.seriesOpen);
  return (
    <div className="pv-toolbar" role="group" aria-label={t('toolbar')} data-testid="toolbar">
      <div className="pv-group pv-narrow-only">
        <ToolButton
          icon={<IconLayoutSidebar size={size} />}
          label={t('action.series')}
          testId="series-toggle"
          expanded={seriesOpen}
          onClick={() => execute('series.toggle')}
        />
      </div>
      <div className="pv-group">
        <Tools tools={manipulators} />
      </div>
      <div className="pv-group">
        <Presets />
        <ToolButton
          icon={<IconCircleHalf2 size={size} />}
          label={t('action.invert')}
          shortcut="I"
          testId="invert"
          pressed={inverted}
          onClick={() => execute('view.invert')}
        />
        <Turns />
        <ToolButton
          icon={<IconRestore size={size} />}
          label={t('action.reset')}
          shortcut="0"
          testId="reset"
          onClick={() => execute('view.reset')}
        />
      </div>
      <div className="pv-group">
        <MeasureTools />
      </div>
      <div className="pv-group">
        <Layouts />
        <CineControls />
      </div>
      <div className="pv-group pv-group-end">
        <ToolButton
          icon={<IconMaximize size={size} />}
          label={t('action.fullScreen')}
          shortcut="F"
          testId="full-screen"
          onClick={() => execute('view.fullScreen')}
        />
        <ToolButton
          icon={<IconKeyboard size={size} />}
          label={t('action.help')}
          hint={t('action.helpHint')}
          shortcut="?"
          testId="help"
          onClick={() => execute('help.toggle')}
        />
      </div>
    </div>
  );
}
