// All series of the study: a column at the left, a drawer at the bottom on narrow screens. STU-40
import {
  IconFile,
  IconFileTypePdf,
  IconMovie,
  IconPhoto,
  IconReportMedical,
  IconStarFilled,
} from '@tabler/icons-react';
import { type DragEvent, memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stack, Unsupported } from '../metadata';
import type { PriorStudy } from '../priors';
import type { Series } from '../state';
import { keyImagesIn } from '../annotations/key-images';
import { useViewer, useViewerState } from './context';
import { formatDay } from '../day';

export const stackDragType = 'application/x-portico-stack';

const icons: Record<Unsupported, typeof IconFile> = {
  pdf: IconFileTypePdf,
  report: IconReportMedical,
  video: IconMovie,
  other: IconFile,
};

const Thumbnail = memo(function Thumbnail({ picture }: { picture: ImageData }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => canvas.current?.getContext('2d')?.putImageData(picture, 0, 0), [picture]);
  return (
    <canvas
      ref={canvas}
      className="pv-thumbnail"
      width={picture.width}
      height={picture.height}
      data-testid="thumbnail"
      aria-hidden
    />
  );
});

interface TileProps {
  id: string;
  modality: string;
  number: number | undefined;
  description: string;
  count: string;
  unsupported: Unsupported | null;
  failed: boolean;
}

function Tile({ id, modality, number, description, count, unsupported, failed }: TileProps) {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const picture = useViewerState((state) => state.thumbnails[id]);
  const active = useViewerState((state) => state.panes[state.active]?.stackId === id);
  const visible = useViewerState((state) =>
    state.panes.slice(0, state.layout.rows * state.layout.columns).some((pane) => pane.stackId === id),
  );
  const stars = useViewerState((state) => keyImagesIn(state, id));
  const Icon = unsupported ? icons[unsupported] : IconPhoto;
  const title = description || t('series.untitled');
  const details = [
    modality,
    failed ? t('series.failed') : unsupported ? t(`unsupported.${unsupported}`) : count,
    stars > 0 ? t('keyImages.count', { count: stars }) : '',
  ].filter((part) => part !== '');
  return (
    <button
      type="button"
      className={`pv-tile ${visible ? 'pv-tile-visible' : ''}`}
      aria-current={active ? 'true' : undefined}
      title={[number === undefined ? '' : t('series.number', { number }), title, ...details]
        .filter((part) => part !== '')
        .join(', ')}
      data-testid="series-tile"
      draggable
      onDragStart={(event: DragEvent) => event.dataTransfer.setData(stackDragType, id)}
      onClick={() => execute('stack.open', { stackId: id })}
    >
      <span className="pv-tile-picture">
        {picture ? <Thumbnail picture={picture} /> : <Icon size={28} aria-hidden />}
        {number !== undefined && <span className="pv-tile-number">{number}</span>}
        {stars > 0 && (
          <span className="pv-tile-stars" data-testid="tile-stars" aria-hidden>
            <IconStarFilled size={12} />
            {stars}
          </span>
        )}
      </span>
      <span className="pv-tile-title">{title}</span>
      <span className="pv-quiet pv-tile-details">{details.join(' · ')}</span>
    </button>
  );
}

function StackTile({ stack }: { stack: Stack }) {
  const { t } = useTranslation('viewer');
  const isMultiFrame = stack.frames.length > 1 && stack.frames[0]?.instance === stack.frames[1]?.instance;
  return (
    <Tile
      id={stack.id}
      modality={stack.modality}
      number={stack.seriesNumber}
      description={stack.description}
      count={t(isMultiFrame ? 'series.frames' : 'series.images', { count: stack.frames.length })}
      unsupported={stack.unsupported}
      failed={false}
    />
  );
}

function SeriesTiles({ series }: { series: Series }) {
  const { t } = useTranslation('viewer');
  if (series.stacks) return series.stacks.map((stack) => <StackTile key={stack.id} stack={stack} />);
  const count =
    series.instanceCount === undefined ? '' : t('series.objects', { count: series.instanceCount });
  return (
    <Tile
      id={series.uid}
      modality={series.modality}
      number={series.number}
      description={series.description}
      count={count}
      unsupported={null}
      failed={series.failure !== null}
    />
  );
}

// A prior: its date first, its series once it is opened. STU-42
function Prior({ prior }: { prior: PriorStudy }) {
  const { t, i18n } = useTranslation('viewer');
  const { execute } = useViewer();
  const phase = useViewerState((state) => state.priors[prior.id]);
  const series = useViewerState((state) => state.series);
  const date = prior.date === null ? t('overlay.undated') : formatDay(prior.date, i18n.language);
  const title = [prior.modalities.join(', '), prior.description].filter((part) => part !== '').join(' · ');
  const failed = phase === 'failed' || phase === 'otherPatient';
  return (
    <>
      <button
        type="button"
        className="pv-tile pv-prior-tile"
        title={t('prior.openHint', { date })}
        aria-expanded={phase === 'open'}
        data-testid="prior"
        onClick={() => execute('prior.open', prior.id)}
      >
        <strong>{date}</strong>
        <span className="pv-quiet">{title}</span>
        {phase === 'loading' && <span role="status">{t('loading')}</span>}
        {failed && (
          <span role="alert" className="pv-warning">
            {t(`prior.${phase}`)}
          </span>
        )}
      </button>
      {series
        .filter((entry) => entry.priorId === prior.id)
        .map((entry) => (
          <SeriesTiles key={entry.uid} series={entry} />
        ))}
    </>
  );
}

export function SeriesStrip() {
  const { t } = useTranslation('viewer');
  const { controller } = useViewer();
  const series = useViewerState((state) => state.series);
  const open = useViewerState((state) => state.seriesOpen);
  return (
    <nav
      className={`pv-strip ${open ? 'pv-strip-open' : ''}`}
      aria-label={t('seriesList')}
      data-testid="series-strip"
    >
      {series
        .filter((entry) => entry.priorId === null)
        .map((entry) => (
          <SeriesTiles key={entry.uid} series={entry} />
        ))}
      {controller.priors.length > 0 && <h2 className="pv-strip-heading">{t('prior.heading')}</h2>}
      {controller.priors.map((prior) => (
        <Prior key={prior.id} prior={prior} />
      ))}
    </nav>
  );
}
