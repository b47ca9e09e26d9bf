// A sentence in place of images, with what can be done about it.
import type { ReactNode } from 'react';

interface MessageProps {
  icon: ReactNode;
  title: string;
  text?: string;
  alert?: boolean;
  children?: ReactNode;
}

export function Message({ icon, title, text, alert = false, children }: MessageProps) {
  return (
    <div className="pv-message" role={alert ? 'alert' : 'status'}>
      <span aria-hidden>{icon}</span>
      <strong>{title}</strong>
      {text !== undefined && <span>{text}</span>}
      {children}
    </div>
  );
}
