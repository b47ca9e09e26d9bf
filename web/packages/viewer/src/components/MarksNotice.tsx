// What became of publishing or exporting, until it has been read. STU-42
import { IconInfoCircle, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useViewer, useViewerState } from './context';

export function MarksNotice() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const notice = useViewerState((state) => state.marks.notice);
  if (!notice) return null;
  return (
    <div
      className="pv-notice-bar"
      role={notice === 'failed' ? 'alert' : 'group'}
      aria-label={t('marks.title')}
      data-testid="marks-notice"
      data-notice={notice}
    >
      <IconInfoCircle size={18} aria-hidden />
      <span role={notice === 'failed' ? undefined : 'status'}>{t(`marks.notice.${notice}`)}</span>
      <button
        type="button"
        className="pv-tool"
        aria-label={t('action.close')}
        onClick={() => execute('marks.dismiss')}
      >
        <IconX size={18} aria-hidden />
      </button>
    </div>
  );
}
