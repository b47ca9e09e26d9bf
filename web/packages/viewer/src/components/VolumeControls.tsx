// Other planes: on and off, and for the active plane its direction and slab. STU-41
import { IconCube } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { planeNames, slabModes, type Slab } from '../state';
import { useViewer, useViewerState } from './context';
import { ToolButton } from './ToolButton';
import { keyOf } from './ToolMenus';

const thicknesses = [5, 10, 20, 40, 80, 160];

export function VolumeControls() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const volume = useViewerState((state) => state.volume);
  const plane = useViewerState((state) => state.panes[state.active]?.plane ?? null);
  const slab = useViewerState((state) => state.panes[state.active]?.slab);
  return (
    <>
      <ToolButton
        icon={<IconCube size={20} />}
        label={t('action.planes')}
        hint={t('action.planesHint')}
        shortcut={keyOf('planes')}
        testId="planes"
        pressed={volume !== null}
        onClick={() => execute('volume.toggle')}
      />
      {plane && slab && (
        <>
          <select
            className="pv-speed"
            aria-label={t('volume.plane')}
            title={t('volume.plane')}
            data-testid="plane"
            value={plane}
            onChange={(event) => execute('volume.plane', event.target.value as typeof plane)}
          >
            {planeNames.map((name) => (
              <option key={name} value={name}>
                {t(`plane.${name}`)}
              </option>
            ))}
          </select>
          <select
            className="pv-speed"
            aria-label={t('volume.slab')}
            title={t('volume.slabHint')}
            data-testid="slab"
            value={slab.mode}
            onChange={(event) =>
              execute('volume.slab', { ...slab, mode: event.target.value as Slab['mode'] })
            }
          >
            {slabModes.map((mode) => (
              <option key={mode} value={mode}>
                {t(`slab.${mode}`)}
              </option>
            ))}
          </select>
          {slab.mode !== 'thin' && (
            <select
              className="pv-speed"
              aria-label={t('volume.thickness')}
              title={t('volume.thickness')}
              data-testid="thickness"
              value={slab.thickness}
              onChange={(event) => execute('volume.slab', { ...slab, thickness: Number(event.target.value) })}
            >
              {thicknesses.map((value) => (
                <option key={value} value={value}>
                  {t('volume.millimetres', { value })}
                </option>
              ))}
            </select>
          )}
        </>
      )}
    </>
  );
}
