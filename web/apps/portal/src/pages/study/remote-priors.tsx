import { Alert, Box, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { queries, type RemotePrior, type StudyRow } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { ErrorState, RowsSkeleton, useFormat } from '@portico/ui';
import { IconCloudDownload, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { byDate, isPullable, presenceOf, type Presence } from '../pull/presence';
import { PresenceCell } from '../pull/presence-cell';
import { usePulls } from '../pull/use-pulls';

interface PriorProps {
  prior: RemotePrior;
  presence: Presence;
  busy: boolean;
  onPull: () => void;
}

function Prior({ prior, presence, busy, onPull }: PriorProps) {
  const { t } = useTranslation('pull');
  const format = useFormat();
  const description = prior.description || t('noDescription');
  const day = format.day(prior.studyDate);
  return (
    <Group component="li" justify="space-between" wrap="nowrap" gap="sm" py={6} className="line">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {[prior.modalities.join(', '), description].filter(Boolean).join(' · ')}
        </Text>
        <Text size="xs" c="dimmed">
          {[day, prior.accessionNumber].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Group gap="sm" wrap="nowrap" style={{ flex: 'none' }}>
        {presence.kind !== 'none' && (
          <Box w={110}>
            <PresenceCell presence={presence} />
          </Box>
        )}
        {isPullable(presence) && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconCloudDownload size={14} aria-hidden />}
            disabled={busy}
            aria-label={t('pullNamed', { name: [description, day].filter(Boolean).join(', ') })}
            onClick={onPull}
          >
            {t('pullOne')}
          </Button>
        )}
      </Group>
    </Group>
  );
}

interface FoundProps {
  study: string;
  round: number; // each pressing of the button is a question of its own
  onAgain: () => void;
}

// By the archive that has them, the newest first.
function bySource(priors: RemotePrior[]) {
  const groups = new Map<string, { name: string; priors: RemotePrior[] }>();
  for (const prior of byDate(priors)) {
    const group = groups.get(prior.sourceId) ?? { name: prior.sourceName, priors: [] };
    group.priors.push(prior);
    groups.set(prior.sourceId, group);
  }
  return [...groups.entries()];
}

function Found({ study, round, onAgain }: FoundProps) {
  const { t } = useTranslation(['pull', 'common']);
  const answer = useQuery(queries.remotePriors(study, round));
  const { pulls, asked, asking } = usePulls();
  if (answer.isPending) {
    return (
      <>
        <Text size="sm" role="status">
          {t('priors.asking')}
        </Text>
        <RowsSkeleton rows={2} />
      </>
    );
  }
  if (answer.isError) return <ErrorState error={answer.error} retry={onAgain} />;
  const { items, unreachable } = answer.data;
  return (
    <Stack gap="sm">
      {unreachable.length > 0 && (
        <Alert color="yellow" variant="light" role="status">
          {t('priors.unreachable', { count: unreachable.length, names: unreachable.join(', ') })}
        </Alert>
      )}
      {items.length === 0 && unreachable.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {t('priors.none')}
        </Text>
      )}
      {bySource(items).map(([sourceId, { name, priors }]) => (
        <div key={sourceId}>
          <Title order={3}>{name}</Title>
          <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
            {priors.map((prior) => (
              <Prior
                key={prior.studyInstanceUid}
                prior={prior}
                presence={presenceOf(prior, pulls, asked.get(prior.studyInstanceUid))}
                busy={asking.isPending}
                onPull={() => asking.mutate({ sourceId, studies: [prior.studyInstanceUid], reason: 'prior' })}
              />
            ))}
          </Stack>
        </div>
      ))}
    </Stack>
  );
}

// Earlier studies that other archives have of the patient; they are asked only when somebody says so (STU-4).
export function RemotePriors({ study }: { study: StudyRow }) {
  const { t } = useTranslation(['pull', 'common']);
  const sources = useQuery(queries.pullSources()).data ?? [];
  const [round, setRound] = useState(0);
  if (!sources.some((source) => source.fetchPriors)) return null;
  const ask = () => setRound((count) => count + 1);
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" align="flex-start" mb="xs" gap="xs">
        <Title order={2}>{t('priors.title')}</Title>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconSearch size={14} aria-hidden />}
          onClick={ask}
        >
          {t(round === 0 ? 'priors.ask' : 'priors.askAgain')}
        </Button>
      </Group>
      {round === 0 ? (
        <Text size="sm" c="dimmed">
          {t('priors.lead')}
        </Text>
      ) : (
        <Found key={round} study={study.id} round={round} onAgain={ask} />
      )}
    </Paper>
  );
}
