import type { MouseEvent, ReactNode } from 'react';

interface ToolButtonProps {
  icon: ReactNode;
  label: string;
  hint?: string | undefined;
  shortcut?: string | undefined;
  testId?: string;
  pressed?: boolean;
  disabled?: boolean;
  expanded?: boolean;
  controls?: string;
  className?: string;
  onClick: (event: MouseEvent<HTMLButtonElement>) => void;
}

// An icon with its word; on narrow screens the word is only told to assistive technology.
export function ToolButton(props: ToolButtonProps) {
  const hint = props.hint ?? props.label;
  return (
    <button
      type="button"
      className={`pv-tool ${props.className ?? ''}`}
      title={props.shortcut === undefined ? hint : `${hint} (${props.shortcut})`}
      data-testid={props.testId}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      aria-keyshortcuts={props.shortcut}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      <span aria-hidden className="pv-tool-icon">
        {props.icon}
      </span>
      <span className="pv-tool-label">{props.label}</span>
    </button>
  );
}
