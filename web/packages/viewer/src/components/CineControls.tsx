// Playing a stack, and how fast. STU-41
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { speeds } from '../cine';
import { stackById } from '../state';
import { useViewer, useViewerState } from './context';
import { ToolButton } from './ToolButton';

export function CineControls() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const pane = useViewerState((state) => state.panes[state.active]);
  const count = useViewerState(
    (state) => stackById(state, state.panes[state.active]?.stackId ?? null)?.frames.length ?? 0,
  );
  const playable = useViewerState(
    (state) => stackById(state, state.panes[state.active]?.stackId ?? null)?.playable ?? false,
  );
  const isClip = useViewerState(
    (state) => stackById(state, state.panes[state.active]?.stackId ?? null)?.isClip ?? false,
  );
  // A video brings its own beside it.
  if (pane?.plane || playable) return null;
  const playing = pane?.playing ?? false;
  const speed = pane?.framesPerSecond ?? 15;
  return (
    <>
      <ToolButton
        icon={playing ? <IconPlayerPause size={20} /> : <IconPlayerPlay size={20} />}
        label={playing ? t('action.pause') : t('action.play')}
        shortcut="Space"
        testId="play"
        disabled={count < 2}
        onClick={() => execute('cine.toggle')}
      />
      {(isClip || playing) && (
        <select
          className="pv-speed"
          aria-label={t('action.speed')}
          title={t('action.speed')}
          data-testid="speed"
          value={speed}
          onChange={(event) => execute('cine.speed', Number(event.target.value))}
        >
          {[...new Set([...speeds, speed])]
            .sort((a, b) => a - b)
            .map((value) => (
              <option key={value} value={value}>
                {t('action.speedValue', { value })}
              </option>
            ))}
        </select>
      )}
    </>
  );
}
