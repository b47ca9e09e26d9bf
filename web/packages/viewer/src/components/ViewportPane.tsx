// One viewport: Cornerstone draws into the inner element, everything else lies over it.
import { IconAlertTriangle } from '@tabler/icons-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { objectUrlOf } from '../metadata';
import { emptyPane, stackById } from '../state';
import { useViewer, useViewerState } from './context';
import { DocumentPane, SaveButton } from './DocumentPane';
import { Message, RetryButton } from './Message';
import { Overlay } from './Overlay';
import { stackDragType } from './SeriesStrip';

export function ViewportPane({ index }: { index: number }) {
  const { t } = useTranslation('viewer');
  const { controller, execute } = useViewer();
  const canvas = useRef<HTMLDivElement>(null);
  const [dropping, setDropping] = useState(false);
  const pane = useViewerState((state) => state.panes[index]) ?? emptyPane;
  const stack = useViewerState((state) => stackById(state, state.panes[index]?.stackId ?? null));
  const priorId = useViewerState(
    (state) => state.series.find(({ uid }) => uid === stack?.seriesUid)?.priorId ?? null,
  );
  const active = useViewerState((state) => state.active === index);
  const isPlane = pane.plane !== null;
  const alone = useViewerState((state) => state.layout.rows * state.layout.columns === 1);

  useEffect(() => {
    if (!canvas.current) return undefined;
    controller.attachPane(index, canvas.current);
    return () => controller.detachPane(index);
  }, [controller, index, isPlane]);

  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setDropping(false);
    const stackId = event.dataTransfer.getData(stackDragType);
    if (stackId !== '') execute('stack.open', { stackId, pane: index });
  };

  // An image that no decoder here knows does not get better by asking again.
  const saved =
    pane.failure?.kind === 'unsupported' && controller.mayDownload
      ? stack?.frames[pane.wanted - 1]
      : undefined;
  const title = stack ? [stack.modality, stack.description].filter((part) => part !== '').join(' ') : '';
  const loading =
    stack !== undefined && stack.frames.length > 0 && pane.shown !== pane.wanted && !pane.failure;
  return (
    <div
      className={`pv-pane ${active && !alone ? 'pv-pane-active' : ''} ${dropping ? 'pv-pane-drop' : ''}`}
      role="group"
      // Keyboard users reach every viewport; the keys then act on it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={
        title === ''
          ? t('pane.name', { number: index + 1 })
          : t('pane.nameWith', { number: index + 1, title })
      }
      data-testid={`viewport-${index}`}
      data-rendered-image={pane.failure ? 0 : pane.shown}
      data-wanted-image={pane.wanted}
      data-image-count={isPlane ? pane.slices : (stack?.frames.length ?? 0)}
      data-plane={pane.plane ?? undefined}
      data-series={stack?.seriesUid}
      data-window-center={pane.window?.center}
      data-window-width={pane.window?.width}
      data-prior={priorId ?? undefined}
      data-failure={pane.failure?.kind}
      onFocus={() => execute('pane.activate', index)}
      onPointerDownCapture={() => execute('pane.activate', index)}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={drop}
    >
      <div
        // Cornerstone takes an element for one kind of viewport only.
        key={isPlane ? 'plane' : 'image'}
        ref={canvas}
        className="pv-canvas"
        onDoubleClick={(event) => {
          const { left, top } = event.currentTarget.getBoundingClientRect();
          if (isPlane)
            execute('volume.locate', { pane: index, x: event.clientX - left, y: event.clientY - top });
        }}
      />
      {stack && stack.frames.length > 0 && !pane.failure && (
        <Overlay pane={pane} stack={stack} isPrior={priorId !== null} />
      )}
      {loading && (
        <span className="pv-loading" role="status">
          {t('loading')}
        </span>
      )}
      {!stack && !alone && <div className="pv-cover pv-quiet">{t('pane.empty')}</div>}
      {stack?.unsupported && <DocumentPane stack={stack} pane={index} />}
      {pane.failure && (
        <div className="pv-cover">
          <Message
            alert
            icon={<IconAlertTriangle size={32} />}
            title={t('overlay.image', { shown: pane.wanted, total: stack?.frames.length ?? 0 })}
            text={t(`failure.${pane.failure.kind}`)}
          >
            {saved ? (
              <SaveButton url={objectUrlOf(saved)} seriesUid={saved.seriesUid} />
            ) : (
              <RetryButton onClick={() => execute('image.retry', index)} />
            )}
          </Message>
        </div>
      )}
    </div>
  );
}
