import { Accordion, Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { connectLive, invalidator, onLiveEvent, queries } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { EmptyState, Loaded, Moment, Page } from '@portico/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { splitLinks } from './links';

// The text of a message as text, with its addresses as links; only addresses of the web, and those of this site open here.
function Body({ text }: { text: string }) {
  return (
    <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {splitLinks(text).map((part, index) =>
        part.href ? (
          <Anchor key={index} href={part.href} size="sm" underline="always" rel="noreferrer">
            {part.text}
          </Anchor>
        ) : (
          <span key={index}>{part.text}</span>
        ),
      )}
    </Text>
  );
}

// What the demonstration would have sent by mail: kept here, so that links can be followed without a mail server.
export function DemoMessagesPage() {
  const { t } = useTranslation(['account', 'common']);
  const queryClient = useQueryClient();
  const messages = useQuery({ ...queries.demoMessages(), refetchInterval: 5000 });
  useEffect(() => onLiveEvent(invalidator(queryClient)), [queryClient]);
  useEffect(() => connectLive(), []);

  return (
    <Page title={t('demo.title')} lead={t('demo.lead')}>
      <Loaded query={messages}>
        {() =>
          messages.data?.length === 0 ? (
            <EmptyState>{t('demo.empty')}</EmptyState>
          ) : (
            <Accordion variant="contained" multiple defaultValue={['0']}>
              {messages.data?.map((message, index) => (
                <Accordion.Item key={`${message.at}-${index}`} value={String(index)}>
                  <Accordion.Control>
                    <Group gap="xs" wrap="wrap">
                      <Badge variant="light" size="sm">
                        {message.channel}
                      </Badge>
                      <Text fw={600} size="sm">
                        {message.subject}
                      </Text>
                    </Group>
                    <Text size="xs" c="dimmed">
                      {t('demo.to', { to: message.to })} · <Moment at={message.at} relative />
                    </Text>
                  </Accordion.Control>
                  <Accordion.Panel>
                    <Stack gap="xs">
                      <Body text={message.text} />
                    </Stack>
                  </Accordion.Panel>
                </Accordion.Item>
              ))}
            </Accordion>
          )
        }
      </Loaded>
    </Page>
  );
}
