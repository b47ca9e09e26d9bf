import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { queries } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Loaded, LoadMore, Moment } from '@portico/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { eventText } from '../audit/event-text';

// "Who has seen this study" (AUD-3).
export function Viewers({ study }: { study: string }) {
  const { t } = useTranslation(['studies', 'common', 'audit']);
  const list = useInfiniteQuery(queries.studyViewers(study));
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="xs">
        {t('study.viewers')}
      </Title>
      <Loaded query={list}>
        {() =>
          entries.length === 0 ? (
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
