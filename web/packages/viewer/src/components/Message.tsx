// A sentence in place of images, with what can be done about it.
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

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

export function RetryButton({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation('viewer');
  return (
    <button type="button" className="pv-button" data-testid="retry" onClick={onClick}>
      <IconRefresh size={16} aria-hidden /> {t('retry')}
    </button>
  );
}
