// The image viewer of one study. Owns nothing outside its own element and Cornerstone's caches for its images.
import { IconAlertOctagon, IconLock, IconPhotoOff } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnnotationService } from '../annotations/marks';
import { type Execute, executeOn, shortcutFor } from '../commands';
import { Controller } from '../controller';
import { measurementTexts } from '../measurements';
import type { PriorStudy } from '../priors';
import type { StudyAddress } from '../study-source';
import '../viewer.css';
import { unreadable } from '../state';
import { useViewerState, ViewerContext } from './context';
import { Message, RetryButton } from './Message';
import { type Banner, PatientBanner } from './PatientBanner';
import { SeriesStrip } from './SeriesStrip';
import { Toolbar } from './Toolbar';
import { MarksNotice } from './MarksNotice';
import { VolumeNotice } from './VolumeNotice';
import { ViewportPane } from './ViewportPane';

// Nobody needs these before the first image.
const HelpSheet = lazy(async () => ({ default: (await import('./HelpSheet')).HelpSheet }));
const TextQuestion = lazy(async () => ({ default: (await import('./TextQuestion')).TextQuestion }));

export interface ViewerProps {
  // "/t/<tenant>/dicomweb", of this origin.
  dicomwebUrl: string;
  studyInstanceUid: string;
  banner: Banner;
  notForPrimaryDiagnosis?: boolean;
  // "YYYY-MM-DD" of the open study.
  studyDate?: string | null;
  // Earlier studies of the patient that this person sees, and how one is opened (once each).
  priors?: PriorStudy[];
  openPrior?: (id: string) => Promise<StudyAddress>;
  // Objects that cannot be shown may be saved as files.
  mayDownload?: boolean;
  // Where drawings and key images are kept.
  annotations?: AnnotationService;
  // True once the page knows that access has ended; the viewer then forgets the images.
  accessLost?: boolean;
  // The server refused a request of this study; told once.
  onAccessLost?: () => void;
}

function isPhone(): boolean {
  return (
    window.matchMedia('(pointer: coarse)').matches &&
    Math.min(window.screen.width, window.screen.height) < 600
  );
}

export function Viewer(props: ViewerProps) {
  const { dicomwebUrl, studyInstanceUid, accessLost = false, mayDownload = false, studyDate = null } = props;
  const { name, patientId } = props.banner;
  const { t, i18n } = useTranslation('viewer');
  const root = useRef<HTMLDivElement>(null);
  const lost = useRef(props.onAccessLost);
  const earlier = useRef({ priors: props.priors, openPrior: props.openPrior });
  const annotations = useRef(props.annotations);
  const translate = useRef({ t, language: i18n.language });
  const [controller, setController] = useState<Controller | null>(null);
  const [attempt, setAttempt] = useState(1);

  useEffect(() => {
    lost.current = props.onAccessLost;
    annotations.current = props.annotations;
    earlier.current = { priors: props.priors, openPrior: props.openPrior };
    translate.current = { t, language: i18n.language };
  });

  useEffect(() => {
    if (!root.current) return undefined;
    const opened = new Controller({
      dicomwebUrl,
      studyInstanceUid,
      patient: { name, patientId },
      root: root.current,
      isPhone: isPhone(),
      mayDownload,
      studyDate,
      priors: earlier.current.priors ?? [],
      openPrior: (id) => earlier.current.openPrior?.(id) ?? Promise.reject(new Error(id)),
      texts: measurementTexts(
        (key, values) => translate.current.t(key, values ?? {}),
        translate.current.language,
      ),
      annotations: annotations.current,
      onAccessLost: () => lost.current?.(),
    });
    setController(opened);
    root.current.focus({ preventScroll: true });
    void opened.open();
    return () => opened.close();
  }, [dicomwebUrl, studyInstanceUid, name, patientId, mayDownload, studyDate, attempt]);

  useEffect(() => {
    if (accessLost) controller?.end();
  }, [accessLost, controller]);

  const context = useMemo(() => controller && { controller, execute: executeOn(controller) }, [controller]);

  // When what had the focus is gone (a tile of a prior that was closed), the keys are still the viewer's.
  useEffect(() => {
    if (!context) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.target === document.body) press(event, context.execute);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [context]);

  return (
    // Keys act only while the focus is inside or nowhere, so the page around keeps its own.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={root}
      className="pv-root"
      tabIndex={-1}
      onKeyDown={(event) => context && press(event.nativeEvent, context.execute)}
      data-testid="viewer-root"
    >
      {context ? (
        <ViewerContext.Provider value={context}>
          <Screen {...props} retry={() => setAttempt(attempt + 1)} />
        </ViewerContext.Provider>
      ) : (
        <PatientBanner banner={props.banner} notForPrimaryDiagnosis={props.notForPrimaryDiagnosis ?? false} />
      )}
    </div>
  );
}

function press(event: KeyboardEvent, execute: Execute): void {
  const target = event.target as HTMLElement;
  const typing = target.closest('input, select, textarea, dialog, [popover]') !== null;
  const presses = target.closest('button') !== null && event.key === ' ';
  if (typing || presses || event.ctrlKey || event.metaKey || event.altKey) return;
  const shortcut = shortcutFor(event.key);
  if (!shortcut) return;
  event.preventDefault();
  shortcut.run(execute);
}

function Screen({ banner, notForPrimaryDiagnosis = false, retry }: ViewerProps & { retry: () => void }) {
  const { t } = useTranslation('viewer');
  const phase = useViewerState((state) => state.phase);
  const failure = useViewerState((state) => state.failure);
  const otherPatient = useViewerState((state) => state.otherPatient);
  const marks = useViewerState((state) => state.marks.phase);
  if (phase === 'ended')
    return (
      <section className="pv-screen" data-testid="viewer" data-state="ended">
        <Message alert icon={<IconLock size={40} />} title={t('ended.title')} text={t('ended.text')} />
      </section>
    );
  return (
    <section
      className="pv-screen"
      aria-label={t('viewer')}
      data-testid="viewer"
      data-state={phase}
      data-marks={marks}
    >
      <PatientBanner banner={banner} notForPrimaryDiagnosis={notForPrimaryDiagnosis} />
      {phase === 'error' && otherPatient ? (
        <Message
          alert
          icon={<IconAlertOctagon size={40} />}
          title={t('otherPatient.title')}
          text={t('otherPatient.text', {
            imagePatient: [otherPatient.name, otherPatient.patientId]
              .filter((part) => part !== '')
              .join(' · '),
            bannerPatient: `${banner.name} · ${banner.patientId}`,
          })}
        />
      ) : phase === 'error' ? (
        <Message
          alert
          icon={<IconAlertOctagon size={40} />}
          title={t('openFailed')}
          text={t(`studyFailure.${failure?.kind ?? 'server'}`)}
        >
          <RetryButton onClick={retry} />
        </Message>
      ) : (
        <Images retry={retry} />
      )}
    </section>
  );
}

function Images({ retry }: { retry: () => void }) {
  const { t } = useTranslation('viewer');
  const layout = useViewerState((state) => state.layout);
  const empty = useViewerState((state) => state.phase === 'ready' && state.series.length === 0);
  const failure = useViewerState(unreadable);
  const count = layout.rows * layout.columns;
  const helpOpen = useViewerState((state) => state.helpOpen);
  const asking = useViewerState((state) => state.question !== null);
  return (
    <>
      <Toolbar />
      <div className="pv-body">
        <SeriesStrip />
        <VolumeNotice />
        <MarksNotice />
        {empty ? (
          <Message icon={<IconPhotoOff size={40} />} title={t('empty')} />
        ) : failure ? (
          <Message
            alert
            icon={<IconAlertOctagon size={40} />}
            title={t('openFailed')}
            text={t(`studyFailure.${failure.kind}`)}
          >
            <RetryButton onClick={retry} />
          </Message>
        ) : (
          <section
            className="pv-grid"
            aria-label={t('viewports')}
            style={{
              gridTemplate: `repeat(${layout.rows}, minmax(0, 1fr)) / repeat(${layout.columns}, minmax(0, 1fr))`,
            }}
          >
            {Array.from({ length: count }, (_, index) => (
              <ViewportPane key={index} index={index} />
            ))}
          </section>
        )}
      </div>
      <Suspense fallback={null}>
        {helpOpen && <HelpSheet />}
        {asking && <TextQuestion />}
      </Suspense>
    </>
  );
}
