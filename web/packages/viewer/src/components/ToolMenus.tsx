// Menus of the tool bar: windows, turning, measurements. Each entry names its key. STU-41
import {
  IconAdjustmentsHorizontal,
  IconAngle,
  IconArrowUpRight,
  IconChevronDown,
  IconColorPicker,
  IconEraser,
  IconFlipHorizontal,
  IconFlipVertical,
  IconOval,
  IconRectangle,
  IconRotate,
  IconRotateClockwise2,
  IconRulerMeasure,
  IconVectorTriangle,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcuts } from '../commands';
import { computedWindows, presetsFor } from '../presets';
import { stackById, type ToolName } from '../state';
import { useViewer, useViewerState } from './context';
import { Popup } from './Popup';

const size = 20;

export const measures: [ToolName, typeof IconAngle][] = [
  ['length', IconRulerMeasure],
  ['angle', IconAngle],
  ['cobb', IconVectorTriangle],
  ['rectangle', IconRectangle],
  ['ellipse', IconOval],
  ['probe', IconColorPicker],
  ['arrow', IconArrowUpRight],
];

export function keyOf(label: string): string | undefined {
  const key = shortcuts.find((shortcut) => shortcut.label === label)?.keys[0];
  return key?.length === 1 ? key.toUpperCase() : key;
}

interface EntryProps {
  panel: string;
  label: string;
  note?: string;
  testId: string;
  icon?: ReactNode;
  hint?: string;
  pressed?: boolean;
  onClick: () => void;
}

export function Entry({ panel, label, note, testId, icon, hint, pressed, onClick }: EntryProps) {
  return (
    <button
      type="button"
      className="pv-menu-entry"
      data-testid={testId}
      title={hint}
      aria-pressed={pressed}
      popoverTarget={panel}
      popoverTargetAction="hide"
      onClick={onClick}
    >
      <span className="pv-menu-words">
        {icon !== undefined && <span aria-hidden>{icon}</span>}
        {label}
      </span>
      {note !== undefined && <span className="pv-quiet">{note}</span>}
    </button>
  );
}

export function Presets() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const modality = useViewerState(
    (state) => stackById(state, state.panes[state.active]?.stackId ?? null)?.modality ?? '',
  );
  return (
    <Popup
      icon={<IconAdjustmentsHorizontal size={size} />}
      label={t('action.presets')}
      hint={t('action.presetsHint')}
      testId="presets"
    >
      {(panel) => (
        <div className="pv-menu">
          {presetsFor(modality).map(({ id, window }) => (
            <Entry
              key={id}
              panel={panel}
              label={t(`preset.${id}`)}
              note={t('presetValues', { width: window.width, center: window.center })}
              testId={`preset-${id}`}
              onClick={() => execute('window.preset', id)}
            />
          ))}
          {computedWindows.map((kind) => (
            <Entry
              key={kind}
              panel={panel}
              label={t(`preset.${kind}`)}
              testId={`preset-${kind}`}
              onClick={() => execute('window.compute', kind)}
            />
          ))}
        </div>
      )}
    </Popup>
  );
}

export function Turns() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const entries = [
    ['rotateRight', IconRotateClockwise2, () => execute('view.rotate', 1)],
    ['rotateLeft', IconRotate, () => execute('view.rotate', -1)],
    ['flipHorizontal', IconFlipHorizontal, () => execute('view.flip', 'horizontal')],
    ['flipVertical', IconFlipVertical, () => execute('view.flip', 'vertical')],
  ] as const;
  return (
    <Popup
      icon={<IconRotateClockwise2 size={size} />}
      label={t('action.turn')}
      hint={t('action.turnHint')}
      testId="turn"
    >
      {(panel) => (
        <div className="pv-menu">
          {entries.map(([name, Icon, run]) => (
            <Entry
              key={name}
              panel={panel}
              icon={<Icon size={18} />}
              label={t(`action.${name}`)}
              note={keyOf(name)}
              testId={name}
              onClick={run}
            />
          ))}
        </div>
      )}
    </Popup>
  );
}

// All measurements; those that are not buttons of the bar themselves are reached here.
export function Measures() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const chosen = useViewerState((state) => state.tool);
  return (
    <Popup
      icon={<IconChevronDown size={size} />}
      label={t('action.measure')}
      hint={t('action.measureHint')}
      testId="measures"
    >
      {(panel) => (
        <div className="pv-menu">
          {measures.map(([name, Icon]) => (
            <Entry
              key={name}
              panel={panel}
              icon={<Icon size={18} />}
              label={t(`tool.${name}`)}
              hint={t(`toolHint.${name}`)}
              note={keyOf(name)}
              testId={`measure-${name}`}
              pressed={chosen === name}
              onClick={() => execute('tool.choose', name)}
            />
          ))}
          <Entry
            panel={panel}
            icon={<IconEraser size={18} />}
            label={t('action.clear')}
            hint={t('action.clearHint')}
            testId="clear"
            onClick={() => execute('measurement.remove', 'all')}
          />
        </div>
      )}
    </Popup>
  );
}
