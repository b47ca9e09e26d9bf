// All keys, mouse buttons and gestures, from the same table that the keyboard uses. STU-41
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Shortcut, shortcuts } from '../commands';
import { useViewer, useViewerState } from './context';

const groups: Shortcut['group'][] = ['tools', 'images', 'view'];
const mouse = ['mouseLeft', 'mouseWheel', 'mouseRight', 'mouseMiddle', 'mouseDrag', 'mouseDouble'];
const touch = ['touchOne', 'touchTwo'];

function Key({ name }: { name: string }) {
  const { t } = useTranslation('viewer');
  const key = name === ' ' ? 'Space' : name;
  return <kbd>{key.length === 1 ? key.toUpperCase() : t(`help.key.${key}`)}</kbd>;
}

export function HelpSheet() {
  const { t } = useTranslation('viewer');
  const { execute } = useViewer();
  const open = useViewerState((state) => state.helpOpen);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className="pv-help"
      aria-labelledby="pv-help-title"
      onClose={() => open && execute('help.toggle')}
      data-testid="help-sheet"
    >
      <div className="pv-help-head">
        <h2 id="pv-help-title">{t('help.title')}</h2>
        <button
          type="button"
          className="pv-tool"
          aria-label={t('action.close')}
          onClick={() => execute('help.toggle')}
        >
          <IconX size={20} aria-hidden />
        </button>
      </div>
      <div className="pv-help-columns">
        {groups.map((group) => (
          <section key={group}>
            <h3>{t(`help.${group}`)}</h3>
            <dl>
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map((shortcut) => (
                  <div key={shortcut.label}>
                    <dt>{t(`shortcuts.${shortcut.label}`)}</dt>
                    <dd>
                      {shortcut.keys.map((key) => (
                        <Key key={key} name={key} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        {(
          [
            ['mouse', mouse],
            ['touch', touch],
          ] as const
        ).map(([name, lines]) => (
          <section key={name}>
            <h3>{t(`help.${name}`)}</h3>
            <ul>
              {lines.map((line) => (
                <li key={line}>{t(`help.${line}`)}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </dialog>
  );
}
