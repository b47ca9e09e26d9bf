// Key images and what is done with annotations: the star, the list to jump by, publishing and exporting. STU-42
import {
  IconCloudUpload,
  IconDeviceFloppy,
  IconEye,
  IconEyeOff,
  IconFileExport,
  IconNotes,
  IconPhotoStar,
  IconShare,
  IconShareOff,
  IconStar,
  IconStarFilled,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { placeOf } from '../annotations/convert';
import { keyImagesOf, whereIs } from '../annotations/key-images';
import { type ExportKind, placeKey } from '../annotations/marks';
import { stackById } from '../state';
import { useViewer, useViewerState } from './context';
import { Popup } from './Popup';
import { ToolButton } from './ToolButton';
import { Entry, keyOf } from './ToolMenus';

const size = 20;
const small = 18;

export function Star() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const frame = useViewerState((state) => {
    const pane = state.panes[state.active];
    return pane?.plane ? undefined : stackById(state, pane?.stackId ?? null)?.frames[(pane?.shown ?? 0) - 1];
  });
  const key = frame && placeKey(placeOf(frame));
  const marked = useViewerState((state) => state.marks.keyImages.some((place) => placeKey(place) === key));
  const maySave = useViewerState((state) => state.marks.maySave);
  return (
    <ToolButton
      icon={marked ? <IconStarFilled size={size} /> : <IconStar size={size} />}
      label={t('keyImages.mark')}
      hint={t('keyImages.markHint')}
      shortcut={keyOf('keyImage')}
      testId="star"
      pressed={marked}
      disabled={!maySave || frame === undefined}
      onClick={() => execute('keyImage.toggle')}
    />
  );
}

export function KeyImages() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const marks = useViewerState((state) => state.marks);
  const series = useViewerState((state) => state.series);
  const images = keyImagesOf({ marks });
  return (
    <Popup
      icon={<IconPhotoStar size={size} />}
      label={t('keyImages.title')}
      hint={t('keyImages.hint')}
      shortcut={keyOf('keyImages')}
      testId="key-images"
    >
      {(panel) => (
        <div className="pv-menu pv-scroll-menu">
          {images.length === 0 && <p className="pv-menu-words pv-menu-note">{t('keyImages.none')}</p>}
          {images.map(({ place, author }) => {
            const found = whereIs({ series }, place);
            const title = found?.stack.description || t('series.untitled');
            return (
              <Entry
                key={`${author ?? ''} ${placeKey(place)}`}
                panel={panel}
                icon={author === null ? <IconStarFilled size={small} /> : <IconStar size={small} />}
                label={
                  found
                    ? t('keyImages.entry', {
                        series: [found.stack.modality, title].filter((part) => part !== '').join(' '),
                        number: found.number,
                      })
                    : t('keyImages.elsewhere')
                }
                {...(author === null ? {} : { note: author })}
                testId="key-image-entry"
                onClick={() => execute('keyImage.open', place)}
              />
            );
          })}
        </div>
      )}
    </Popup>
  );
}

function Others({ panel }: { panel: string }) {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const others = useViewerState((state) => state.marks.others);
  return others.map(({ author, hidden, count, keyImages }) => (
    <Entry
      key={author}
      panel={panel}
      icon={hidden ? <IconEyeOff size={small} /> : <IconEye size={small} />}
      label={t('marks.of', { author })}
      note={t('marks.counts', { drawings: count, images: keyImages.length })}
      hint={t(hidden ? 'marks.show' : 'marks.hide')}
      pressed={!hidden}
      testId="marks-of"
      onClick={() => execute('marks.author', author)}
    />
  ));
}

export function MarksMenu() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const { phase, maySave, mayStore, keyImages, count, published, others } = useViewerState(
    (state) => state.marks,
  );
  const some = count > 0 || keyImages.length > 0;
  const kinds: [ExportKind, number][] = [
    ['measurements', count],
    ['keyImages', keyImages.length],
  ];
  return (
    <Popup
      icon={<IconNotes size={size} />}
      label={t('marks.title')}
      hint={t('marks.hint')}
      shortcut={keyOf('marks')}
      testId="marks"
    >
      {(panel) => {
        const entry = (name: string, icon: ReactNode, label: string, run: () => void) => (
          <Entry key={name} panel={panel} icon={icon} label={label} testId={name} onClick={run} />
        );
        return (
          <div className="pv-menu pv-scroll-menu">
            <p className="pv-menu-note" role="status" data-testid="marks-phase">
              {maySave ? t(`marks.phase.${phase}`) : t('marks.notKept')}{' '}
              {published !== 'no' && t(`marks.published.${published}`)}
            </p>
            {phase === 'failed' &&
              entry('marks-save', <IconDeviceFloppy size={small} />, t('marks.saveNow'), () =>
                execute('marks.save'),
              )}
            {some &&
              published !== 'yes' &&
              entry(
                'marks-publish',
                <IconShare size={small} />,
                t(published === 'changed' ? 'marks.publishAgain' : 'marks.publish'),
                () => execute('marks.publish'),
              )}
            {published !== 'no' &&
              entry('marks-withdraw', <IconShareOff size={small} />, t('marks.withdraw'), () =>
                execute('marks.withdraw'),
              )}
            {kinds
              .filter(([, has]) => has > 0)
              .flatMap(([kind]) => [
                mayStore &&
                  entry(`store-${kind}`, <IconCloudUpload size={small} />, t(`marks.store.${kind}`), () =>
                    execute('marks.store', kind),
                  ),
                entry(`file-${kind}`, <IconFileExport size={small} />, t(`marks.file.${kind}`), () =>
                  execute('marks.download', kind),
                ),
              ])}
            {others.length > 0 && <p className="pv-menu-note">{t('marks.others')}</p>}
            <Others panel={panel} />
          </div>
        );
      }}
    </Popup>
  );
}
