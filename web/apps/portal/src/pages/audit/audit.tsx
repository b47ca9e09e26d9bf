import {
  Badge,
  Box,
  Button,
  Code,
  Drawer,
  Group,
  NativeSelect,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { auditCsvUrl, queries, type AuditEntry, type AuditQuery } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import {
  deviceName,
  EmptyState,
  Facts,
  Loaded,
  LoadMore,
  Moment,
  Page,
  personName,
  ScrollX,
} from '@portico/ui';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { dayBounds } from './day-bounds';
import { actorText, auditReason, eventText, readableObject } from './event-text';

const outcomeColors: Record<string, string> = { success: 'green', refused: 'yellow', failure: 'red' };
const outcomes = ['success', 'refused', 'failure'] as const;

function OutcomeBadge({ outcome }: { outcome: AuditEntry['outcome'] }) {
  return (
    <Badge variant="light" color={outcomeColors[outcome] ?? 'gray'} tt="none">
      {wordsFor('audit', `outcomes.${outcome}`) ?? outcome}
    </Badge>
  );
}

function EntryDetails({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation(['audit', 'common', 'validation']);
  const details = Object.entries(entry.details);
  return (
    <Stack>
      <Facts
        items={[
          [t('when'), <Moment key="at" at={entry.at} />],
          [t('event'), eventText(entry.event)],
          [t('code'), entry.event],
          [t('outcome'), <OutcomeBadge key="outcome" outcome={entry.outcome} />],
          [t('who'), actorText(entry.actor)],
          [t('address'), entry.address],
          [
            t('device'),
            <span key="device" title={entry.device}>
              {deviceName(entry.device)}
            </span>,
          ],
          [t('patient'), personName(entry.patient?.name ?? '')],
          [t('study'), entry.study?.description],
          [t('object'), entry.object],
          [t('why'), auditReason(entry.reason)],
          [t('chain'), entry.sealed ? t('sealed') : t('notSealed')],
        ]}
      />
      {details.length > 0 && (
        <Box>
          <Text size="xs" c="dimmed" mb={4}>
            {t('details')}
          </Text>
          <Table verticalSpacing={6}>
            <Table.Tbody>
              {details.map(([name, value]) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row" w={130} style={{ verticalAlign: 'top' }}>
                    {name}
                  </Table.Th>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Box>
      )}
      <Text size="xs" c="dimmed">
        {t('id')}: <Code>{entry.id}</Code>
      </Text>
    </Stack>
  );
}

interface FilterState {
  user: string;
  patient: string;
  event: string;
  outcome: string;
  fromDay: string;
  toDay: string;
}

const noFilter: FilterState = { user: '', patient: '', event: '', outcome: '', fromDay: '', toDay: '' };

// Who did what, when, on what and why (AUD-3).
export function AuditPage() {
  const { t } = useTranslation(['audit', 'common', 'validation']);
  const [filter, setFilter] = useState(noFilter);
  const [settled] = useDebouncedValue(filter, 300);
  const [shown, setShown] = useState<AuditEntry | null>(null);
  const query = useMemo<Omit<AuditQuery, 'cursor'>>(() => {
    const { from, to } = dayBounds(settled.fromDay, settled.toDay);
    return {
      user: settled.user.trim() || undefined,
      patient: settled.patient.trim() || undefined,
      event: settled.event || undefined,
      outcome: settled.outcome || undefined,
      from,
      to,
    };
  }, [settled]);
  const list = useInfiniteQuery({ ...queries.audit(query), placeholderData: (previous) => previous });
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  const events = useQuery(queries.auditEvents()).data ?? [];
  const set = (change: Partial<FilterState>) => setFilter({ ...filter, ...change });
  const filtered = Object.values(filter).some(Boolean);

  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      helpHref="/help#audit"
      action={
        <Button
          component="a"
          href={auditCsvUrl(query)}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t('export')}
        </Button>
      }
    >
      <Group gap="xs" role="search" align="flex-end">
        <TextInput
          label={t('who')}
          value={filter.user}
          onChange={(event) => set({ user: event.currentTarget.value })}
          style={{ flex: '1 1 150px', maxWidth: 220 }}
        />
        <TextInput
          label={t('patient')}
          value={filter.patient}
          onChange={(event) => set({ patient: event.currentTarget.value })}
          style={{ flex: '1 1 150px', maxWidth: 220 }}
        />
        <NativeSelect
          label={t('event')}
          value={filter.event}
          onChange={(event) => set({ event: event.currentTarget.value })}
          data={[
            { value: '', label: t('anyEvent') },
            ...events.map((code) => ({ value: code, label: eventText(code) })),
          ]}
          style={{ flex: '1 1 160px', maxWidth: 240 }}
        />
        <NativeSelect
          label={t('outcome')}
          value={filter.outcome}
          onChange={(event) => set({ outcome: event.currentTarget.value })}
          data={[
            { value: '', label: t('anyOutcome') },
            ...outcomes.map((outcome) => ({ value: outcome, label: t(`outcomes.${outcome}`) })),
          ]}
        />
        <TextInput
          type="date"
          label={t('from')}
          value={filter.fromDay}
          max={filter.toDay || undefined}
          onChange={(event) => set({ fromDay: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('to')}
          value={filter.toDay}
          min={filter.fromDay || undefined}
          onChange={(event) => set({ toDay: event.currentTarget.value })}
        />
        {filtered && (
          <Button variant="subtle" onClick={() => setFilter(noFilter)}>
            {t('clear')}
          </Button>
        )}
      </Group>
      <Loaded query={list} rows={10}>
        {() =>
          entries.length === 0 ? (
            <EmptyState>{filtered ? t('emptyFiltered') : t('empty')}</EmptyState>
          ) : (
            <Box>
              <ScrollX label={t('title')} folds>
                <Table verticalSpacing={7} miw={{ base: 0, sm: 820 }} highlightOnHover>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('when')}</Table.Th>
                      <Table.Th>{t('who')}</Table.Th>
                      <Table.Th>{t('event')}</Table.Th>
                      <Table.Th>{t('onWhat')}</Table.Th>
                      <Table.Th>{t('why')}</Table.Th>
                      <Table.Th>{t('outcome')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {entries.map((entry) => (
                      <Table.Tr key={entry.id} style={{ cursor: 'pointer' }} onClick={() => setShown(entry)}>
                        <Table.Td>
                          <Moment at={entry.at} />
                        </Table.Td>
                        <Table.Td>
                          <span style={{ whiteSpace: 'nowrap' }}>{actorText(entry.actor)}</span>
                          <Text size="xs" c="dimmed">
                            {entry.address}
                          </Text>
                        </Table.Td>
                        <Table.Td>
                          <button type="button" className="row-button" onClick={() => setShown(entry)}>
                            {eventText(entry.event)}
                          </button>
                        </Table.Td>
                        <Table.Td>
                          {personName(entry.patient?.name ?? '') || readableObject(entry.object) || '–'}
                          {entry.study && (
                            <Text size="xs" c="dimmed">
                              {entry.study.description}
                            </Text>
                          )}
                        </Table.Td>
                        <Table.Td>{auditReason(entry.reason) || '–'}</Table.Td>
                        <Table.Td>
                          <OutcomeBadge outcome={entry.outcome} />
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
      <Drawer
        opened={shown !== null}
        onClose={() => setShown(null)}
        position="right"
        size={480}
        title={<Text fw={650}>{shown ? eventText(shown.event) : ''}</Text>}
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        {shown && <EntryDetails entry={shown} />}
      </Drawer>
    </Page>
  );
}
