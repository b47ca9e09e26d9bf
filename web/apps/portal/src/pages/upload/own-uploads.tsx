import { Badge, Paper, Table, Text, Title } from '@mantine/core';
import { queries, type ClinicianUpload } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { EmptyState, Loaded, LoadMore, Moment, ScrollX, useFormat } from '@portico/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

const colors = { waiting: 'yellow', released: 'green', rejected: 'red' } as const;
const askAgainMs = 30_000;

// Reasons that the server gives by itself are codes; those of staff are their words.
const reasonText = (reason: string) => wordsFor('upload', `own.reasons.${reason}`) ?? reason;

function Line({ one }: { one: ClinicianUpload }) {
  const { t } = useTranslation(['upload', 'studies']);
  const format = useFormat();
  const name = one.patientName || t('studies:unnamed');
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {one.open ? (
          <Link to="/studies/$studyId" params={{ studyId: one.studyId }} className="plain-link">
            {name}
          </Link>
        ) : (
          name
        )}
        <Text size="xs" c="dimmed">
          {[one.description, format.day(one.studyDate)].filter(Boolean).join(' · ')}
        </Text>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {one.tenant.name} · <Moment at={one.lastAt} relative />
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{one.tenant.name}</Table.Td>
      <Table.Td visibleFrom="sm">
        <Moment at={one.lastAt} relative />
      </Table.Td>
      <Table.Td ta="right" visibleFrom="sm">
        {format.number(one.objectCount)}
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={colors[one.state]} tt="none">
          {t(`own.states.${one.state}`)}
        </Badge>
        {one.reason && (
          <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
            {reasonText(one.reason)}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

// What the clinician sent, and what became of it (STU-3).
export function OwnUploads() {
  const { t } = useTranslation('upload');
  const list = useInfiniteQuery({
    ...queries.ownUploads(),
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((one) => one.state === 'waiting'))
        ? askAgainMs
        : false,
  });
  const uploads = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="xs">
        {t('own.title')}
      </Title>
      <Loaded query={list} rows={3}>
        {() =>
          uploads.length === 0 ? (
            <EmptyState>{t('own.empty')}</EmptyState>
          ) : (
            <>
              <ScrollX label={t('own.title')}>
                <Table miw={{ sm: 640 }}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('columns.patient')}</Table.Th>
                      <Table.Th visibleFrom="sm">{t('own.department')}</Table.Th>
                      <Table.Th visibleFrom="sm">{t('own.sent')}</Table.Th>
                      <Table.Th ta="right" visibleFrom="sm">
                        {t('columns.images')}
                      </Table.Th>
                      <Table.Th w={{ base: 130, sm: 220 }}>{t('own.state')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {uploads.map((one) => (
                      <Line key={one.studyId} one={one} />
                    ))}
                  </Table.Tbody>
                </Table>
              </ScrollX>
              <LoadMore query={list} />
            </>
          )
        }
      </Loaded>
    </Paper>
  );
}
