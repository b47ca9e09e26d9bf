import { Tabs } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { Page } from '@portico/ui';
import { MessageTexts } from './message-texts';
import { SentMessages } from './sent-messages';

// What was sent for the department, and how every message looks (PAT-42, GEN-8, GEN-10).
export function MessagesPage() {
  const { t } = useTranslation('messages');
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Tabs defaultValue="sent" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="sent">{t('tabs.sent')}</Tabs.Tab>
          <Tabs.Tab value="texts">{t('tabs.texts')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sent">
          <SentMessages />
        </Tabs.Panel>
        <Tabs.Panel value="texts">
          <MessageTexts />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
