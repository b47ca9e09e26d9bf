// The tool bar: one row, scrolled sideways where it does not fit. STU-41
import {
  IconArrowsMove,
  IconArrowsUpDown,
  IconCircleHalf2,
  IconContrast,
  IconHistory,
  IconKeyboard,
  IconLayoutSidebar,
  IconLineDashed,
  IconLink,
  IconMaximize,
  IconRestore,
  IconZoomIn,
  IconZoomScan,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ToolName } from '../state';
import { CineControls } from './CineControls';
import { useViewer, useViewerState } from './context';
import { KeyImages, MarksMenu, Star } from './Marks';
import { LayoutPicker } from './LayoutPicker';
import { ToolButton } from './ToolButton';
import { VolumeControls } from './VolumeControls';
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
  const planes = useViewerState((state) => state.volume !== null);
  return tools.map(([name, Icon]) => (
    <ToolButton
      key={name}
      icon={<Icon size={size} />}
      label={t(`tool.${name}`)}
      hint={t(`toolHint.${name}`)}
      shortcut={keyOf(name)}
      testId={`tool-${name}`}
      pressed={chosen === name}
      disabled={planes && name === 'magnify'}
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

function Compare() {
  const { t } = useTranslation('viewer');
  const { controller, execute } = useViewer();
  if (controller.priors.length === 0) return null;
  return (
    <ToolButton
      icon={<IconHistory size={size} />}
      label={t('action.compare')}
      hint={t('action.compareHint')}
      shortcut={keyOf('compare')}
      testId="compare"
      onClick={() => execute('prior.compare')}
    />
  );
}

function Together() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const linked = useViewerState((state) => state.linked);
  const lines = useViewerState((state) => state.lines);
  const alone = useViewerState((state) => state.layout.rows * state.layout.columns === 1);
  const planes = useViewerState((state) => state.volume?.ready ?? false);
  return (
    <>
      {!planes && (
        <ToolButton
          icon={<IconLink size={size} />}
          label={t('action.link')}
          hint={t('action.linkHint')}
          shortcut={keyOf('link')}
          testId="link"
          pressed={linked}
          disabled={alone}
          onClick={() => execute('panes.link')}
        />
      )}
      <ToolButton
        icon={<IconLineDashed size={size} />}
        label={t('action.lines')}
        hint={t('action.linesHint')}
        shortcut={keyOf('lines')}
        testId="lines"
        pressed={lines}
        disabled={alone}
        onClick={() => execute('panes.lines')}
      />
    </>
  );
}

function Marks() {
  const kept = useViewerState((state) => state.marks.phase !== 'off');
  if (!kept) return null;
  return (
    <div className="pv-group">
      <Star />
      <KeyImages />
      <MarksMenu />
    </div>
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
      <Marks />
      <div className="pv-group">
        <LayoutPicker />
        <Together />
        <Compare />
        <VolumeControls />
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
