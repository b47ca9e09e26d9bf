import { List, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { Facts, Page } from '@portico/ui';
import { useSession } from '../../app/session';

// Intended use and version (SEC-11).
export function AboutPage() {
  const { t } = useTranslation(['account', 'common']);
  const session = useSession();
  return (
    <Page title={t('about.title')} lead={t('about.lead')} width="text">
      <Stack gap="sm">
        <Facts
          items={[
            [t('about.version'), session.productVersion],
            [t('about.licence'), 'Apache-2.0'],
          ]}
        />
        <Title order={2}>{t('about.intendedTitle')}</Title>
        <Text>{t('about.intended')}</Text>
        <Title order={2}>{t('about.notTitle')}</Title>
        <List>
          <List.Item>{t('about.not1')}</List.Item>
          <List.Item>{t('about.not2')}</List.Item>
          <List.Item>{t('about.not3')}</List.Item>
        </List>
        <Title order={2}>{t('about.recordTitle')}</Title>
        <Text>{t('about.record')}</Text>
      </Stack>
    </Page>
  );
}
