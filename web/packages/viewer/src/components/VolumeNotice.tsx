// Over the images: how far a volume has come, or why there is none. STU-41
import { IconInfoCircle, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useViewer, useViewerState } from './context';

export function VolumeNotice() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const volume = useViewerState((state) => state.volume);
  const noVolume = useViewerState((state) => state.noVolume);
  if (noVolume)
    return (
      <div className="pv-notice-bar" role="alert" data-testid="no-volume" data-reason={noVolume}>
        <IconInfoCircle size={18} aria-hidden />
        <span>{t(`noVolume.${noVolume}`)}</span>
        <button
          type="button"
          className="pv-tool"
          aria-label={t('action.close')}
          onClick={() => execute('volume.dismiss')}
        >
          <IconX size={18} aria-hidden />
        </button>
      </div>
    );
  if (!volume || volume.ready) return null;
  return (
    <div className="pv-notice-bar" role="status" data-testid="volume-progress">
      <progress value={volume.loaded} max={volume.total} aria-label={t('volume.loading')} />
      <span>{t('volume.progress', { loaded: volume.loaded, total: volume.total })}</span>
    </div>
  );
}
