import { Alert, Box, Button, Center, Group, Skeleton, Stack, Text } from '@mantine/core';
import { readsEnglish, useTranslation, wordsFor } from '@portico/i18n';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Refusal {
  code?: unknown;
  status?: unknown;
  message?: unknown;
  requestId?: unknown;
}

// The words for a code of the server, in the reader's language; null where there are none.
export const codeText = (code: string): string | null =>
  wordsFor('common', `errors.${code}`) ?? wordsFor('problems', `codes.${code}`);

// The words for a refusal: ours for its code. The server's own text is English: it stands in only for readers of English,
// others get the code.
export function errorText(error: unknown): string {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Refusal;
  const own = typeof code === 'string' ? codeText(code) : null;
  if (own) return own;
  const unknown = wordsFor('common', 'errors.unknown') ?? '';
  if (typeof code === 'string' && !readsEnglish()) return `${unknown} (${code})`;
  return typeof message === 'string' && message ? message : unknown;
}

// The words at a field that was refused. In English the server's say more: they know which field it is.
export function fieldText(code: string, text: string): string {
  if (readsEnglish() && text) return text;
  return wordsFor('problems', `fields.${code}`) ?? codeText(code) ?? (text || code);
}

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const { requestId } = (typeof error === 'object' && error !== null ? error : {}) as Refusal;
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('states.failed')}
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{errorText(error)}</Text>
        {typeof requestId === 'string' && (
          <Text size="xs" c="dimmed">
            {t('states.requestId', { id: requestId })}
          </Text>
        )}
        {retry && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={retry}
          >
            {t('actions.tryAgain')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <Center py={48} px="md">
      <Stack align="center" gap="sm" maw={480}>
        <Text ta="center" c="dimmed">
          {children}
        </Text>
        {action}
      </Stack>
    </Center>
  );
}

export function RowsSkeleton({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <Box role="status" aria-busy aria-label={t('states.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Group key={row} h={40} gap="lg" wrap="nowrap" px="sm">
          <Skeleton h={10} w="22%" />
          <Skeleton h={10} w="12%" />
          <Skeleton h={10} w="30%" />
          <Skeleton h={10} w="14%" />
        </Group>
      ))}
    </Box>
  );
}

interface Loading {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
}

// The three states that every query has before it has data.
export function Loaded({
  query,
  rows,
  children,
}: {
  query: Loading;
  rows?: number;
  children: () => ReactNode;
}) {
  if (query.isPending) return <RowsSkeleton rows={rows ?? 4} />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <>{children()}</>;
}

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

export function LoadMore({ query }: { query: Paged }) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <Center py="sm">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('actions.loadMore')}
      </Button>
    </Center>
  );
}
