import { Badge, Box, Button, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { api, queries, type SentMessage } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { EmptyState, errorText, Loaded, LoadMore, Moment, ScrollX } from '@portico/ui';
import { IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { kindText, problemText, statesOf, type StateFilter } from './message-words';
import { Usage } from './usage';

const colors: Record<SentMessage['state'], string> = {
  queued: 'blue',
  sending: 'blue',
  sent: 'green',
  delivered: 'green',
  failed: 'red',
  given_up: 'red',
  expired: 'gray',
};

function State({ message }: { message: SentMessage }) {
  const { t } = useTranslation('messages');
  const { state, tries, nextTryAt } = message;
  const problem = problemText(message);
  return (
    <Stack gap={2} align="flex-start">
      <Badge variant="light" color={colors[state]} tt="none" data-state={state}>
        {t(`states.${state}`)}
      </Badge>
      {state === 'queued' && tries > 0 && nextTryAt && (
        <Text size="xs" c="dimmed">
          {t('tries', { count: tries })} · <Moment at={nextTryAt} relative />
        </Text>
      )}
      {problem && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {problem}
        </Text>
      )}
    </Stack>
  );
}

function SendAgain({ message }: { message: SentMessage }) {
  const { t } = useTranslation('messages');
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: () => api.sendMessageAgain(message.id),
    onSuccess: () => notifications.show({ message: t('queuedAgain') }),
    onError: (error) => notifications.show({ color: 'red', message: errorText(error) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['messages'] }),
  });
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconRefresh size={14} aria-hidden />}
      loading={act.isPending}
      aria-label={t('againNamed', { to: message.recipient })}
      onClick={() => act.mutate()}
    >
      {t('again')}
    </Button>
  );
}

function Lines({ messages }: { messages: SentMessage[] }) {
  const { t } = useTranslation('messages');
  return (
    <ScrollX label={t('title')} folds>
      <Table verticalSpacing={8} miw={{ base: 0, sm: 720 }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.when')}</Table.Th>
            <Table.Th>{t('columns.what')}</Table.Th>
            <Table.Th>{t('columns.to')}</Table.Th>
            <Table.Th>{t('columns.state')}</Table.Th>
            <Table.Th>{t('columns.act')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {messages.map((message) => (
            <Table.Tr key={message.id}>
              <Table.Td>
                <Moment at={message.createdAt} />
              </Table.Td>
              <Table.Td>
                {kindText(message.kind)}
                <Text size="xs" c="dimmed">
                  {t(`channels.${message.channel}`)}
                </Text>
              </Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{message.recipient}</Table.Td>
              <Table.Td>
                <State message={message} />
              </Table.Td>
              <Table.Td>{message.canBeSentAgain && <SendAgain message={message} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollX>
  );
}

const noFilter = { state: '' as StateFilter, channel: '' as '' | SentMessage['channel'], recipient: '' };

export function SentMessages() {
  const { t } = useTranslation('messages');
  const [filter, setFilter] = useState(noFilter);
  const [settled] = useDebouncedValue(filter, 300);
  const query = useMemo(
    () => ({
      state: statesOf[settled.state],
      channel: settled.channel || undefined,
      recipient: settled.recipient.trim() || undefined,
    }),
    [settled],
  );
  const list = useInfiniteQuery({ ...queries.messages(query), placeholderData: (previous) => previous });
  const messages = list.data?.pages.flatMap((page) => page.items) ?? [];
  const set = (change: Partial<typeof noFilter>) => setFilter({ ...filter, ...change });
  const filtered = Object.values(filter).some(Boolean);
  return (
    <Stack>
      <Usage />
      <Group gap="xs" role="search" align="flex-end">
        <TextInput
          label={t('filter.recipient')}
          placeholder={t('filter.recipientHelp')}
          value={filter.recipient}
          onChange={(event) => set({ recipient: event.currentTarget.value })}
          style={{ flex: '1 1 200px', maxWidth: 300 }}
        />
        <NativeSelect
          label={t('filter.state')}
          value={filter.state}
          onChange={(event) => set({ state: event.currentTarget.value as StateFilter })}
          data={[
            { value: '', label: t('filter.anyState') },
            { value: 'waiting', label: t('filter.waiting') },
            { value: 'done', label: t('filter.done') },
            { value: 'dead', label: t('filter.dead') },
          ]}
        />
        <NativeSelect
          label={t('filter.channel')}
          value={filter.channel}
          onChange={(event) => set({ channel: event.currentTarget.value as typeof filter.channel })}
          data={[
            { value: '', label: t('filter.anyChannel') },
            { value: 'mail', label: t('channels.mail') },
            { value: 'sms', label: t('channels.sms') },
          ]}
        />
        {filtered && (
          <Button variant="subtle" onClick={() => setFilter(noFilter)}>
            {t('filter.clear')}
          </Button>
        )}
      </Group>
      <Loaded query={list}>
        {() =>
          messages.length === 0 ? (
            <EmptyState>{filtered ? t('emptyFiltered') : t('empty')}</EmptyState>
          ) : (
            <Box>
              <Lines messages={messages} />
              <LoadMore query={list} />
            </Box>
          )
        }
      </Loaded>
    </Stack>
  );
}
