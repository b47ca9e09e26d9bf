import { Anchor, Text } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { Page } from '@portico/ui';
import { Link } from '@tanstack/react-router';
import { OpenFrame } from '../pages/info/open-layout';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <OpenFrame>
      <Page title={t('notFound.title')} width="text">
        <Text>{t('notFound.text')}</Text>
        <Anchor component={Link} to="/">
          {t('guard.home')}
        </Anchor>
      </Page>
    </OpenFrame>
  );
}
