import { Anchor, Text } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { Page } from '@portico/ui';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCan } from './session';

// A page that exists only with its permissions; the server refuses too, this spares the visit.
export function Guarded({ needs, children }: { needs: string[]; children: ReactNode }) {
  const can = useCan();
  const { t } = useTranslation();
  if (can(...needs)) return <>{children}</>;
  return (
    <Page title={t('guard.title')} width="text">
      <Text>{t('guard.text')}</Text>
      <Anchor component={Link} to="/">
        {t('guard.home')}
      </Anchor>
    </Page>
  );
}
