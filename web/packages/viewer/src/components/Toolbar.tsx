// The tool bar: one row, scrolled sideways where it does not fit. STU-41
import {
  IconAdjustmentsHorizontal,
  IconAngle,
  IconArrowsMove,
  IconArrowsUpDown,
  IconContrast,
  IconEraser,
  IconKeyboard,
  IconLayoutGrid,
  IconLayoutSidebar,
  IconMaximize,
  IconOval,
  IconPlayerPause,
  IconPlayerPlay,
  IconRectangle,
  IconRotate2,
  IconRulerMeasure,
  IconCircleHalf2,
  IconZoomIn,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { computedWindows, presetsFor } from '../presets';
import { stackById, type ToolName } from '../state';
import { useViewer, useViewerState } from './context';
import { Popup } from './Popup';
import { ToolButton } from './ToolButton';

const size = 20;
const manipulators: [ToolName, typeof IconContrast, string][] = [
  ['window', IconContrast, 'W'],
  ['scroll', IconArrowsUpDown, 'S'],
  ['zoom', IconZoomIn, 'Z'],
  ['pan', IconArrowsMove, 'P'],
];
const measures: [ToolName, typeof IconContrast, string][] = [
  ['length', IconRulerMeasure, 'L'],
  ['angle', IconAngle, 'A'],
  ['rectangle', IconRectangle, 'R'],
  ['ellipse', IconOval, 'E'],
];

function Tools({ tools }: { tools: typeof manipulators }) {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const chosen = useViewerState((state) => state.tool);
  return tools.map(([name, Icon, key]) => (
    <ToolButton
      key={name}
      icon={<Icon size={size} />}
      label={t(`tool.${name}`)}
      hint={t(`toolHint.${name}`)}
      shortcut={key}
      testId={`tool-${name}`}
      pressed={chosen === name}
      onClick={() => execute('tool.choose', name)}
    />
  ));
}

function Presets() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const modality = useViewerState(
    (state) => stackById(state, state.panes[state.active]?.stackId ?? null)?.modality ?? '',
  );
  return (
    <Popup icon={<IconAdjustmentsHorizontal size={size} />} label={t('action.presets')} testId="presets">
      {(panel) => (
        <div className="pv-menu">
          {presetsFor(modality).map(({ id, window }) => (
            <button
              key={id}
              type="button"
              className="pv-menu-entry"
              data-testid={`preset-${id}`}
              popoverTarget={panel}
              popoverTargetAction="hide"
              onClick={() => execute('window.preset', id)}
            >
              <span>{t(`preset.${id}`)}</span>
              <span className="pv-quiet">
                {t('presetValues', { width: window.width, center: window.center })}
              </span>
            </button>
          ))}
          {computedWindows.map((kind) => (
            <button
              key={kind}
              type="button"
              className="pv-menu-entry"
              data-testid={`preset-${kind}`}
              popoverTarget={panel}
              popoverTargetAction="hide"
              onClick={() => execute('window.compute', kind)}
            >
              {t(`preset.${kind}`)}
            </button>
          ))}
        </div>
      )}
    </Popup>
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

const speeds = [1, 2, 5, 10, 15, 20, 25, 30, 50, 60];

function Cine() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const pane = useViewerState((state) => state.panes[state.active]);
  const count = useViewerState(
    (state) => stackById(state, state.panes[state.active]?.stackId ?? null)?.frames.length ?? 0,
  );
  const isClip = useViewerState(
    (state) => stackById(state, state.panes[state.active]?.stackId ?? null)?.isClip ?? false,
  );
  const playing = pane?.playing ?? false;
  const speed = pane?.framesPerSecond ?? 15;
  return (
    <>
      <ToolButton
        icon={playing ? <IconPlayerPause size={size} /> : <IconPlayerPlay size={size} />}
        label={playing ? t('action.pause') : t('action.play')}
        testId="play"
        disabled={count < 2}
        onClick={() => execute('cine.toggle')}
      />
      {(isClip || playing) && (
        <select
          className="pv-speed"
          aria-label={t('action.speed')}
          title={t('action.speed')}
          value={speed}
          onChange={(event) => execute('cine.speed', Number(event.target.value))}
        >
          {[...new Set([...speeds, speed])]
            .sort((a, b) => a - b)
            .map((value) => (
              <option key={value} value={value}>
                {value}/s
              </option>
            ))}
        </select>
      )}
    </>
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
        <ToolButton
          icon={<IconRotate2 size={size} />}
          label={t('action.reset')}
          shortcut="0"
          testId="reset"
          onClick={() => execute('view.reset')}
        />
      </div>
      <div className="pv-group">
        <Tools tools={measures} />
        <ToolButton
          icon={<IconEraser size={size} />}
          label={t('action.clear')}
          hint={t('action.clearHint')}
          testId="clear"
          onClick={() => execute('measurement.remove', 'all')}
        />
      </div>
      <div className="pv-group">
        <Layouts />
        <Cine />
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
