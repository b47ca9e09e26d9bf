import { Badge, Box, Button, Group, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, queries, type DeletedStudy } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { EmptyState, Loaded, LoadMore, Moment, Page, ScrollX, useFormat } from '@portico/ui';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { RecallsSection } from './recalls-section';
import { WithReason } from './with-reason';

// Deleted and rejected studies that are not gone for good yet (STU-22, STU-12).
export function DeletedStudiesPage() {
  const { t } = useTranslation(['keeping', 'studies', 'common']);
  const format = useFormat();
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(queries.deletedStudies());
  const studies = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [restoring, setRestoring] = useState<DeletedStudy | null>(null);
  const nameOf = (study: DeletedStudy) => study.patientName || t('studies:unnamed');
  return (
    <Page title={t('deleted.title')} lead={t('deleted.lead')} width="full">
      <Loaded query={list}>
        {() =>
          studies.length === 0 ? (
            <EmptyState>{t('deleted.empty')}</EmptyState>
          ) : (
            <Box>
              <ScrollX label={t('deleted.title')} folds>
                <Table verticalSpacing={8} miw={{ base: 0, sm: 860 }}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('deleted.patient')}</Table.Th>
                      <Table.Th>{t('deleted.study')}</Table.Th>
                      <Table.Th>{t('deleted.why')}</Table.Th>
                      <Table.Th>{t('deleted.at')}</Table.Th>
                      <Table.Th>{t('deleted.gone')}</Table.Th>
                      <Table.Th>{t('deleted.act')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {studies.map((study) => (
                      <Table.Tr key={study.id}>
                        <Table.Td>
                          <Text fw={600}>{nameOf(study)}</Text>
                          <Text size="sm" c="dimmed">
                            {study.patientId}
                          </Text>
                        </Table.Td>
                        <Table.Td>
                          {[study.modalities, study.description].filter(Boolean).join(' · ')}
                          <Text size="sm" c="dimmed">
                            {study.studyDate ? format.day(study.studyDate) : ''}
                          </Text>
                        </Table.Td>
                        <Table.Td>
                          {study.rejected ? t('deleted.rejected') : study.reason}
                          <Text size="sm" c="dimmed">
                            {study.deletedBy}
                          </Text>
                        </Table.Td>
                        <Table.Td>
                          <Moment at={study.deletedAt} />
                        </Table.Td>
                        <Table.Td>
                          {study.onHold ? <Badge>{t('deleted.onHold')}</Badge> : <Moment at={study.goneAt} />}
                        </Table.Td>
                        <Table.Td>
                          <Group>
                            <Button
                              size="compact-sm"
                              variant="default"
                              leftSection={<IconArrowBackUp size={16} aria-hidden />}
                              aria-label={t('restore.action', { patient: nameOf(study) })}
                              onClick={() => setRestoring(study)}
                            >
                              {t('restore.open')}
                            </Button>
                          </Group>
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </ScrollX>
              <LoadMore query={list} />
            </Box>
          )
        }
      </Loaded>
      <RecallsSection />
      {restoring && (
        <WithReason
          act="restore"
          patient={nameOf(restoring)}
          onClose={() => setRestoring(null)}
          onConfirm={async (reason) => {
            await api.restoreStudy(restoring.id, reason);
            notifications.show({
              color: 'green',
              message: t('restore.done', { patient: nameOf(restoring) }),
            });
            await queryClient.invalidateQueries({ queryKey: ['deleted-studies'] });
          }}
        />
      )}
    </Page>
  );
}
