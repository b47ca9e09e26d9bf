import { Modal, Stack, Table, Text } from '@mantine/core';
import { queries, type Recall } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Loaded, Moment, ScrollX } from '@portico/ui';
import { useQuery } from '@tanstack/react-query';

type Kind = 'user' | 'api_key' | 'dicom_node' | 'operator' | 'system' | 'anonymous';

// Who saw it, took it away or was sent it before, and was told when (STU-14).
export function RecallPersons({ recall, onClose }: { recall: Recall; onClose: () => void }) {
  const { t } = useTranslation(['keeping', 'common']);
  const query = useQuery(queries.recallPersons(recall.studyId, recall.id));
  const persons = query.data ?? [];
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={<Text fw={650}>{t('recallPersons.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('recallPersons.lead')}
        </Text>
        <Loaded query={query}>
          {() =>
            persons.length === 0 ? (
              <Text size="sm">{t('recallPersons.empty')}</Text>
            ) : (
              <ScrollX label={t('recallPersons.title')} folds>
                <Table verticalSpacing={8} miw={{ base: 0, sm: 560 }}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('recallPersons.who')}</Table.Th>
                      <Table.Th>{t('recallPersons.did')}</Table.Th>
                      <Table.Th>{t('recallPersons.when')}</Table.Th>
                      <Table.Th>{t('recallPersons.told')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {persons.map((person) => (
                      <Table.Tr key={`${person.kind} ${person.name} ${person.firstAt}`}>
                        <Table.Td>
                          <Text size="sm" fw={600}>
                            {person.name}
                          </Text>
                          <Text size="sm" c="dimmed">
                            {t(`recallPersons.kinds.${person.kind as Kind}`)}
                          </Text>
                        </Table.Td>
                        <Table.Td>
                          {[
                            t('recallPersons.views', { count: person.views }),
                            t('recallPersons.downloads', { count: person.downloads }),
                            t('recallPersons.sendings', { count: person.sendings }),
                          ]
                            .filter(Boolean)
                            .join(', ')}
                        </Table.Td>
                        <Table.Td>
                          <Moment at={person.firstAt} />
                          <br />
                          <Moment at={person.lastAt} />
                        </Table.Td>
                        <Table.Td>
                          {person.toldAt ? <Moment at={person.toldAt} /> : t('recallPersons.notTold')}
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </ScrollX>
            )
          }
        </Loaded>
      </Stack>
    </Modal>
  );
}
