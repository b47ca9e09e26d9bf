import { Anchor, Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, isUnderWay, type Pull } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { errorText, Loaded, LoadMore, Moment, personName } from '@portico/ui';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { problemText } from './problem';
import type { usePulls } from './use-pulls';

// How many are shown at first, and how many more at a time.
const portion = 20;

const wrong: readonly Pull['state'][] = ['incomplete', 'failed'];

function Acts({ pull, name }: { pull: Pull; name: string }) {
  const { t } = useTranslation('pull');
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: (run: (id: string) => Promise<unknown>) => run(pull.id),
    onError: (error) => notifications.show({ color: 'red', message: errorText(error) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['pulls'] }),
  });
  return (
    <Group gap="sm" mt={4}>
      {pull.studyId && (
        <Anchor
          renderRoot={(props) => (
            <Link to="/studies/$studyId" params={{ studyId: pull.studyId ?? '' }} {...props} />
          )}
          size="sm"
          aria-label={t('list.openNamed', { name })}
        >
          {t('list.open')}
        </Anchor>
      )}
      {isUnderWay(pull) ? (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconX size={14} aria-hidden />}
          loading={act.isPending}
          aria-label={t('list.cancelNamed', { name })}
          onClick={() => act.mutate(api.cancelPull)}
        >
          {t('list.cancel')}
        </Button>
      ) : (
        pull.state !== 'done' && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconRefresh size={14} aria-hidden />}
            loading={act.isPending}
            aria-label={t('list.retryNamed', { name })}
            onClick={() => act.mutate(api.retryPull)}
          >
            {t('list.retry')}
          </Button>
        )
      )}
    </Group>
  );
}

function Line({ pull }: { pull: Pull }) {
  const { t } = useTranslation('pull');
  const { state, total, received, failed } = pull;
  const patient = personName(pull.patientName) || t(isUnderWay(pull) ? 'notKnownYet' : 'unnamed');
  const name = [patient, pull.studyDescription].filter(Boolean).join(', ');
  const problem = problemText(pull.problem);
  const told = [
    t(`list.states.${state === 'waiting' && pull.problem ? 'retrying' : state}`),
    total > 0 && state !== 'done' && t('list.progress', { received, total }),
    failed > 0 && t('list.missing', { failed }),
  ];
  return (
    <Stack component="li" gap={2} py="sm" className="line" data-pull={state}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={600} style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          {patient}
        </Text>
        <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
          <Moment at={pull.createdAt} relative />
        </Text>
      </Group>
      {pull.studyDescription && <Text size="sm">{pull.studyDescription}</Text>}
      <Text size="xs" c="dimmed">
        {t('list.from', { source: pull.source })},{' '}
        {t(`list.reasons.${pull.reason}`, { name: pull.requestedBy })}
      </Text>
      <Text
        size="sm"
        c={wrong.includes(state) ? 'red' : undefined}
        fw={wrong.includes(state) ? 600 : undefined}
      >
        {told.filter(Boolean).join(' · ')}
      </Text>
      {problem && state !== 'done' && <Text size="sm">{problem}</Text>}
      {state === 'pulling' && total > 0 && (
        <Progress
          value={(100 * (received + failed)) / total}
          aria-label={t('list.progress', { received, total })}
        />
      )}
      <Acts pull={pull} name={name} />
    </Stack>
  );
}

// What the department fetches or has fetched, the newest first.
export function PullList({ list, pulls }: Pick<ReturnType<typeof usePulls>, 'list' | 'pulls'>) {
  const { t } = useTranslation(['pull', 'common']);
  const count = pulls.filter(isUnderWay).length;
  const [shown, setShown] = useState(portion);
  const more = {
    hasNextPage: pulls.length > shown || list.hasNextPage,
    isFetchingNextPage: list.isFetchingNextPage,
    fetchNextPage: () => {
      setShown(shown + portion);
      if (pulls.length < shown + portion && list.hasNextPage) void list.fetchNextPage();
    },
  };
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="pulls-title">
      <Title order={2} id="pulls-title">
        {t('list.title')}
      </Title>
      <Loaded query={list}>
        {() => (
          <>
            <Text size="sm" c="dimmed" role="status">
              {pulls.length === 0 ? t('list.empty') : t('list.underWay', { count })}
            </Text>
            {pulls.length > 0 && (
              <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
                {pulls.slice(0, shown).map((pull) => (
                  <Line key={pull.id} pull={pull} />
                ))}
              </Stack>
            )}
            <LoadMore query={more} />
          </>
        )}
      </Loaded>
    </Paper>
  );
}
