// Text over an image: whose edge is which, and what is shown how. Never takes the mouse. STU-41
import { IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isKeyImage } from '../annotations/key-images';
import { dicomDate } from '../dates';
import { text } from '../dicomjson';
import type { Stack } from '../metadata';
import type { Pane } from '../state';
import { useViewerState } from './context';
import { formatDay } from '../day';

export function Overlay({ pane, stack, isPrior }: { pane: Pane; stack: Stack; isPrior: boolean }) {
  const { t, i18n } = useTranslation('viewer');
  const reduced = useViewerState((state) => state.volume?.steps.some((step) => step > 1) ?? false);
  const frame = pane.plane ? undefined : stack.frames[pane.shown - 1];
  const isKey = useViewerState((state) => frame !== undefined && isKeyImage(state, frame));
  if (pane.shown === 0) return null;
  const format = (value: number, digits: number): string =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: digits, useGrouping: false }).format(value);
  const studyDate = text(stack.frames[0]?.instance ?? {}, '00080020') ?? '';
  const date = studyDate === '' ? '' : formatDay(dicomDate(studyDate), i18n.language);
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 }).format(
    pane.zoom,
  );
  const window = pane.window && {
    width: format(pane.window.width, 0),
    center: format(pane.window.center, 0),
  };
  return (
    <div className="pv-overlay">
      <div className="pv-corner pv-top-left">
        {isPrior ? (
          <strong className="pv-prior" data-testid="prior-date">
            {t('overlay.prior', { date: date || t('overlay.undated') })}
          </strong>
        ) : (
          date !== '' && <span data-testid="study-date">{date}</span>
        )}
        <span>
          {[stack.modality, stack.seriesNumber]
            .filter((part) => part !== '' && part !== undefined)
            .join(' · ')}
        </span>
        <span className="pv-overlay-title">{stack.description}</span>
        {isKey && (
          <span className="pv-key-image" data-testid="key-image">
            <IconStarFilled size={13} aria-hidden /> {t('keyImages.this')}
          </span>
        )}
      </div>
      <div className="pv-corner pv-bottom-left">
        {pane.position !== null && <span>{t('overlay.position', { value: format(pane.position, 1) })}</span>}
        {pane.plane ? (
          <>
            {reduced && <span className="pv-warning">{t('volume.reduced')}</span>}
            {pane.slab.mode !== 'thin' && (
              <span>
                {t(`slab.${pane.slab.mode}`)} {t('volume.millimetres', { value: pane.slab.thickness })}
              </span>
            )}
            <span>
              {t('overlay.plane', { plane: t(`plane.${pane.plane}`), shown: pane.shown, total: pane.slices })}
            </span>
          </>
        ) : (
          <span>{t('overlay.image', { shown: pane.shown, total: stack.frames.length })}</span>
        )}
      </div>
      <div className="pv-corner pv-bottom-right">
        {pane.uncalibrated && <span className="pv-warning">{t('overlay.uncalibrated')}</span>}
        {pane.projected && <span className="pv-quiet">{t('overlay.projected')}</span>}
        {pane.turned.degrees !== 0 && <span>{t('overlay.rotated', { degrees: pane.turned.degrees })}</span>}
        {pane.turned.mirrored && <span>{t('overlay.mirrored')}</span>}
        {pane.inverted && <span>{t('overlay.inverted')}</span>}
        {!pane.plane && <span>{t('overlay.zoom', { percent })}</span>}
        {window && <span>{t('overlay.window', window)}</span>}
      </div>
      {pane.lines.length > 0 && (
        <svg className="pv-lines" data-testid="reference-lines" aria-hidden>
          {pane.lines.map(({ pane: source, from, to }) => (
            <line key={source} x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} data-source={source} />
          ))}
        </svg>
      )}
      {pane.letters && (
        <>
          <span className="pv-letter pv-letter-top">{pane.letters.top}</span>
          <span className="pv-letter pv-letter-right">{pane.letters.right}</span>
          <span className="pv-letter pv-letter-bottom">{pane.letters.bottom}</span>
          <span className="pv-letter pv-letter-left">{pane.letters.left}</span>
        </>
      )}
    </div>
  );
}
