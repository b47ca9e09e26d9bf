// A button that opens a small panel under it. The panel lies in the top layer, so a scrolling tool bar does not cut it off.
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ToolButton } from './ToolButton';

interface PopupProps {
  icon: ReactNode;
  label: string;
  hint?: string;
  shortcut?: string;
  testId: string;
  // Called with the id of the panel: a button in it that has it as popoverTarget (action "hide") closes it.
  children: (id: string) => ReactNode;
}

export function Popup({ icon, label, hint, shortcut, testId, children }: PopupProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  // It stands where its button stood: when the window changes, it closes.
  useEffect(() => {
    const close = (): void => panel.current?.hidePopover();
    window.addEventListener('resize', close);
    return () => window.removeEventListener('resize', close);
  }, []);

  const place = (button: HTMLElement, byKey: boolean): void => {
    const element = panel.current;
    if (!element) return;
    element.togglePopover();
    const { left, top, bottom } = button.getBoundingClientRect();
    // Under the button, or above it where the tool bar lies at the bottom.
    const below = bottom + 4 + element.offsetHeight <= window.innerHeight;
    element.style.top = `${below ? bottom + 4 : Math.max(4, top - 4 - element.offsetHeight)}px`;
    if (byKey && element.matches(':popover-open'))
      (
        element.querySelector<HTMLElement>('button[aria-pressed="true"]') ??
        element.querySelector<HTMLElement>('button')
      )?.focus();
    element.style.left = `${Math.max(4, Math.min(left, window.innerWidth - element.offsetWidth - 4))}px`;
  };

  return (
    <>
      <ToolButton
        icon={icon}
        label={label}
        hint={hint}
        shortcut={shortcut}
        testId={testId}
        expanded={open}
        controls={id}
        onClick={(event) => place(event.currentTarget, event.detail === 0)}
      />
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="pv-popup"
        role="group"
        aria-label={label}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {children(id)}
      </div>
    </>
  );
}
