// An object without images in a viewport: a PDF, a report, a video, or the offer to save it. STU-40
import { IconDownload, IconFileUnknown } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stack } from '../metadata';
import { useViewer } from './context';
import { Message } from './Message';
import { VideoPane } from './VideoPane';

// Each comes when the first object of its kind is opened.
const Pdf = lazy(() => import('../documents/pdf'));
const Report = lazy(() => import('../documents/report'));

export function SaveButton({ url, seriesUid }: { url: string; seriesUid: string }) {
  const { t } = useTranslation('viewer');
  const { controller } = useViewer();
  const [refused, setRefused] = useState(false);
  const save = async (): Promise<void> => setRefused(!(await controller.sourceOf({ seriesUid }).save(url)));
  return (
    <>
      <button type="button" className="pv-button" data-testid="download" onClick={() => void save()}>
        <IconDownload size={16} aria-hidden /> {t('unsupported.download')}
      </button>
      {refused && <span role="alert">{t('unsupported.refused')}</span>}
    </>
  );
}

function words({ unsupported, description }: Stack): string {
  if (unsupported === 'video') return 'unsupported.notPlayed';
  return description === '' ? 'unsupported.textUntitled' : 'unsupported.text';
}

function Download({ stack }: { stack: Stack }) {
  const { t } = useTranslation('viewer');
  const { controller } = useViewer();
  const kind = t(`unsupported.${stack.unsupported ?? 'other'}`);
  return (
    <Message
      icon={<IconFileUnknown size={32} />}
      title={kind}
      text={[
        t(words(stack), { title: stack.description }),
        controller.mayDownload ? t('unsupported.save') : t('unsupported.noDownload'),
      ].join(' ')}
    >
      {controller.mayDownload && <SaveButton url={stack.url} seriesUid={stack.seriesUid} />}
    </Message>
  );
}

export function DocumentPane({ stack, pane }: { stack: Stack; pane: number }) {
  const { t } = useTranslation('viewer');
  const { controller } = useViewer();
  const load = useCallback(() => controller.sourceOf(stack).documentBytes(stack), [controller, stack]);
  const waiting = <p role="status">{t('loading')}</p>;
  return (
    <div className="pv-cover" data-testid="document" data-kind={stack.playable ? 'video' : stack.unsupported}>
      <Suspense fallback={waiting}>
        {stack.unsupported === 'pdf' ? (
          <Pdf key={stack.id} load={load} />
        ) : stack.unsupported === 'report' && stack.object ? (
          <Report key={stack.id} object={stack.object} />
        ) : stack.playable ? (
          <VideoPane key={stack.id} stack={stack} pane={pane} otherwise={<Download stack={stack} />} />
        ) : (
          <Download stack={stack} />
        )}
      </Suspense>
    </div>
  );
}
