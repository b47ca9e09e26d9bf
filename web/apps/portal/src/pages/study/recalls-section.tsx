import { Paper, Stack, Text, Title } from '@mantine/core';
import { queries } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Loaded, LoadMore, useFormat } from '@portico/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { RecallEntry } from './recall-entry';

// What the department has withdrawn, beside what it has deleted (STU-14).
export function RecallsSection() {
  const { t } = useTranslation(['keeping', 'studies', 'common']);
  const format = useFormat();
  const list = useInfiniteQuery(queries.recalls());
  const recalls = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isSuccess && recalls.length === 0) return null;
  return (
    <Stack gap="sm" mt="xl">
      <Title order={2}>{t('recalls.title')}</Title>
      <Text size="sm" c="dimmed">
        {t('recalls.lead')}
      </Text>
      <Loaded query={list}>
        {() => (
          <Stack gap="sm">
            {recalls.map((recall) => {
              const patient = recall.patientName || t('studies:unnamed');
              const day = recall.studyDate ? format.day(recall.studyDate) : '';
              return (
                <Paper key={recall.id} withBorder p="md">
                  <Text fw={600}>{patient}</Text>
                  <Text size="sm" c="dimmed" mb="xs">
                    {[recall.patientId, recall.modalities, recall.description, day]
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                  <RecallEntry recall={recall} patient={patient} />
                </Paper>
              );
            })}
            <LoadMore query={list} />
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}
