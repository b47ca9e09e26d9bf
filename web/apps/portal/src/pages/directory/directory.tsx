import {
  Alert,
  Badge,
  Button,
  CloseButton,
  Group,
  Image,
  Modal,
  Paper,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useDebouncedValue, useLocalStorage } from '@mantine/hooks';
import { api, queries, type DirectoryCard } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { Confirm, EmptyState, ErrorState, LoadMore, Page, RowsSkeleton, useFormat } from '@portico/ui';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApiForm } from '../../forms/use-api-form';
import { atMost } from '../../forms/validate';
import { mayRequest } from './may-request';

const messageLimit = 500;
const stateColors: Record<string, string> = {
  not_requested: 'gray',
  requested: 'blue',
  allowed: 'green',
  declined: 'red',
  suspended: 'yellow',
};

function RequestForm({ card, onDone }: { card: DirectoryCard; onDone: () => void }) {
  const { t } = useTranslation(['directory', 'common']);
  const { form, busy, submit, head, field } = useApiForm({
    initialValues: { message: '' },
    validate: { message: atMost(messageLimit, t('tooLong', { limit: messageLimit })) },
    guard: false,
    save: async ({ message }) => {
      await api.requestAccess({ tenantId: card.tenantId, message: message.trim() });
      onDone();
    },
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <Text size="sm">{t('requestText', { name: card.displayName })}</Text>
        <Textarea
          label={t('message')}
          description={t('messageHelp')}
          autosize
          minRows={3}
          maxRows={8}
          data-autofocus
          {...field('message')}
        />
        <Text size="xs" c="dimmed" ta="right" mt={-10}>
          {t('common:forms.characters', { used: [...form.values.message].length, limit: messageLimit })}
        </Text>
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t('request')}
        </Button>
      </Stack>
    </form>
  );
}

interface CardProps {
  card: DirectoryCard;
  onRequest: () => void;
  onWithdraw: () => void;
}

function Card({ card, onRequest, onWithdraw }: CardProps) {
  const { t } = useTranslation(['directory', 'common']);
  const format = useFormat();
  const waits = card.state === 'declined' && !mayRequest(card, new Date());
  return (
    <Paper
      withBorder
      component="article"
      aria-label={card.displayName}
      style={{ display: 'flex', flexDirection: 'column', overflow: 'hidden' }}
    >
      <Image src={card.photoUrl} alt="" h={150} fit="cover" bg="var(--mantine-color-default-hover)" />
      <Stack gap={8} p="md" style={{ flex: 1 }}>
        <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
          <Title order={2} style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
            {card.displayName}
          </Title>
          <Badge variant="light" color={stateColors[card.state] ?? 'gray'} tt="none" style={{ flex: 'none' }}>
            {wordsFor('directory', `states.${card.state}`) ?? card.state}
          </Badge>
        </Group>
        <Text
          size="sm"
          c="dimmed"
          style={{ flex: 1, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
          lineClamp={6}
        >
          {card.description}
        </Text>
        {card.state === 'requested' && card.requestedAt && (
          <Text size="sm">{t('requestedAt', { date: format.moment(card.requestedAt) })}</Text>
        )}
        {card.state === 'requested' && card.message && (
          <Text size="sm" c="dimmed" fs="italic" lineClamp={3}>
            “{card.message}”
          </Text>
        )}
        {card.state === 'declined' && card.declineReason && (
          <Text size="sm">{t('reason', { reason: card.declineReason })}</Text>
        )}
        {card.state === 'suspended' && <Text size="sm">{t('suspendedText')}</Text>}
        {card.state === 'allowed' && <Text size="sm">{t('allowedText')}</Text>}
        {waits && card.mayAskAgainAt && (
          <Text size="sm">{t('askAgainAt', { date: format.moment(card.mayAskAgainAt) })}</Text>
        )}
        {mayRequest(card, new Date()) && (
          <Button onClick={onRequest}>{card.state === 'declined' ? t('askAgain') : t('request')}</Button>
        )}
        {card.state === 'requested' && (
          <Button variant="default" onClick={onWithdraw}>
            {t('withdraw')}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

// The departments whose clinician portal is open, and where one stands with each (CLA-20).
export function DirectoryPage() {
  const { t } = useTranslation(['directory', 'common']);
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const list = useInfiniteQuery({ ...queries.directory(q), placeholderData: (previous) => previous });
  const cards = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [asking, setAsking] = useState<DirectoryCard | null>(null);
  const [withdrawing, setWithdrawing] = useState<DirectoryCard | null>(null);
  const [guideClosed, setGuideClosed] = useLocalStorage({
    key: 'portico-directory-guide',
    defaultValue: false,
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['directory'] });
  const first = !q && cards.length > 0 && cards.every((card) => card.state === 'not_requested');

  return (
    <Page title={t('title')} lead={t('lead')} helpHref="/help#directory">
      {first && !guideClosed && (
        <Alert
          variant="light"
          withCloseButton
          closeButtonLabel={t('common:actions.close')}
          onClose={() => setGuideClosed(true)}
        >
          {t('guide')}
        </Alert>
      )}
      <TextInput
        type="search"
        role="searchbox"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          text ? (
            <CloseButton size="sm" aria-label={t('common:actions.clear')} onClick={() => setText('')} />
          ) : null
        }
        maw={420}
      />
      {list.isPending ? (
        <RowsSkeleton rows={5} />
      ) : list.isError ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : cards.length === 0 ? (
        <EmptyState>{q ? t('emptySearch') : t('empty')}</EmptyState>
      ) : (
        <>
          <div className="card-grid">
            {cards.map((card) => (
              <Card
                key={card.tenantId}
                card={card}
                onRequest={() => setAsking(card)}
                onWithdraw={() => setWithdrawing(card)}
              />
            ))}
          </div>
          <LoadMore query={list} />
        </>
      )}
      <Modal
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={<Text fw={650}>{t('requestTitle')}</Text>}
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        {asking && (
          <RequestForm
            card={asking}
            onDone={() => {
              setAsking(null);
              void refresh();
            }}
          />
        )}
      </Modal>
      <Confirm
        opened={withdrawing !== null}
        onClose={() => setWithdrawing(null)}
        title={t('withdrawTitle')}
        actionLabel={t('withdrawFrom', { name: withdrawing?.displayName ?? '' })}
        onConfirm={async () => {
          if (withdrawing) await api.withdrawRequest(withdrawing.tenantId);
          await refresh();
        }}
      >
        {t('withdrawText')}
      </Confirm>
    </Page>
  );
}
