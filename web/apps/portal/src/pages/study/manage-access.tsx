import { Drawer, Tabs, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { StudyRow } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { CurrentAccessTab } from './current-access-tab';
import { GrantTab } from './grant-tab';

interface ManageAccessProps {
  studies: StudyRow[];
  onClose: () => void;
}

// Who may see these studies (CLA-7): granting by hand, and everybody who can, with the reasons.
export function ManageAccess({ studies, onClose }: ManageAccessProps) {
  const { t } = useTranslation(['studies', 'common']);
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const first = studies[0];
  if (!first) return null;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={narrow ? '100%' : 620}
      title={<Text fw={650}>{t('access.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <Text size="sm" c="dimmed" mb="sm">
        {studies.length === 1
          ? t('access.forOne', { name: first.patient.name || t('unnamed'), description: first.description })
          : t('access.forMany', { count: studies.length })}
      </Text>
      <Tabs defaultValue="grant" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="grant">{t('access.grantTab')}</Tabs.Tab>
          <Tabs.Tab value="current">{t('access.currentTab')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="grant">
          <GrantTab studies={studies} />
        </Tabs.Panel>
        <Tabs.Panel value="current">
          {studies.length === 1 ? (
            <CurrentAccessTab study={first.id} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('access.currentMany')}
            </Text>
          )}
        </Tabs.Panel>
      </Tabs>
    </Drawer>
  );
}
