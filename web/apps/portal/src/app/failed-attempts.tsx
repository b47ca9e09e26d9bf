import { Alert, Anchor } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from './session';

// Tells after a sign-in that somebody tried before (ACC-21), until the person closes it.
export function FailedAttempts() {
  const { t } = useTranslation(['account', 'common']);
  const count = useSession().failedAttemptsSinceLastSignIn;
  const [seen, setSeen] = useState(0);
  if (count <= seen) return null;
  return (
    <Alert
      color="red"
      variant="light"
      mb="md"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('signIn.failedTitle')}
      withCloseButton
      closeButtonLabel={t('common:actions.close')}
      onClose={() => setSeen(count)}
    >
      {t('signIn.failedAttempts', { count })}{' '}
      <Anchor component={Link} to="/profile/history" size="sm" underline="always">
        {t('profile.tabs.history')}
      </Anchor>
    </Alert>
  );
}
