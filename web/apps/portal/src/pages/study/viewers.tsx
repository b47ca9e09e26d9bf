import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { queries } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Loaded, LoadMore, Moment } from '@portico/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { eventText } from '../audit/event-text';

// Of what happened to a study, what counts as seeing it.
const seeing = new Set(['study.viewed', 'study.downloaded']);

// "Who has seen this study" (AUD-3).
export function Viewers({ study }: { study: string }) {
  const { t } = useTranslation(['studies', 'common', 'audit']);
  const list = useInfiniteQuery(queries.studyViewers(study));
  const entries =
    list.data?.pages.flatMap((page) => page.items).filter((entry) => seeing.has(entry.event)) ?? [];
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="xs">
        {t('study.viewers')}
      </Title>
      <Loaded query={list}>
        {() =>
          entries.length === 0 && !list.hasNextPage ? (
            <Text size="sm" c="dimmed">
              {t('study.noViewers')}
            </Text>
          ) : (
            <Stack gap={8}>
              {entries.map((entry) => (
                <Group key={entry.id} justify="space-between" wrap="nowrap" gap="sm">
                  <div style={{ minWidth: 0 }}>
                    <Text size="sm" truncate>
                      {entry.actor.name}
                    </Text>
                    <Text size="xs" c="dimmed" truncate>
                      {[eventText(entry.event), entry.reason].filter(Boolean).join(' · ')}
                    </Text>
                  </div>
                  <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
                    <Moment at={entry.at} relative />
                  </Text>
                </Group>
              ))}
              <LoadMore query={list} />
            </Stack>
          )
        }
      </Loaded>
    </Paper>
  );
}
