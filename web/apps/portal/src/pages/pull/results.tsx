import { Alert, Box, Button, Checkbox, Group, Stack, Table, Text } from '@mantine/core';
import type { PullSource, RemoteStudies, RemoteStudy } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { EmptyState, personName, ScrollX, useFormat } from '@portico/ui';
import { IconCloudDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import listClasses from '../studies/studies-list.module.css';
import { byDate, isPullable, type Presence } from './presence';
import { PresenceCell } from './presence-cell';
import classes from './pull-page.module.css';
import { useRowKeys } from './use-row-keys';

interface RowProps {
  study: RemoteStudy;
  presence: Presence;
  selected: boolean;
  onToggle: () => void;
  keys: ReturnType<ReturnType<typeof useRowKeys>['row']>;
}

function Row({ study, presence, selected, onToggle, keys }: RowProps) {
  const { t } = useTranslation(['pull', 'common']);
  const format = useFormat();
  const name = personName(study.patientName) || t('unnamed');
  const description = study.description || t('noDescription');
  const number = [study.patientId, study.issuerOfPatientId && `(${study.issuerOfPatientId})`]
    .filter(Boolean)
    .join(' ');
  const day = format.day(study.studyDate);
  const time = format.time(study.studyTime);
  return (
    <Table.Tr
      data-study={study.studyInstanceUid}
      data-selected={selected || undefined}
      className={classes.row}
      {...keys}
    >
      <Table.Td>
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <Checkbox
            size="xs"
            mt={3}
            checked={selected}
            disabled={!isPullable(presence)}
            onChange={onToggle}
            aria-label={t('select', { name, study: [description, day].filter(Boolean).join(', ') })}
          />
          <Box style={{ minWidth: 0 }}>
            <Text size="sm" fw={600}>
              {name}
            </Text>
            <Text size="xs" c="dimmed">
              {[number, format.day(study.birthDate), study.sex].filter(Boolean).join(' · ')}
            </Text>
          </Box>
        </Group>
      </Table.Td>
      <Table.Td>
        <div>
          <Text size="sm">{description}</Text>
          <Text size="xs" c="dimmed">
            {[day && time ? `${day}, ${time}` : day, study.accessionNumber].filter(Boolean).join(' · ')}
          </Text>
        </div>
      </Table.Td>
      <Table.Td>{study.modalities.join(', ')}</Table.Td>
      <Table.Td ta="right">{study.instances > 0 ? format.number(study.instances) : '–'}</Table.Td>
      <Table.Td>
        <PresenceCell presence={presence} />
      </Table.Td>
    </Table.Tr>
  );
}

interface ResultsProps {
  source: PullSource;
  found: RemoteStudies;
  presence: (study: RemoteStudy) => Presence;
  busy: boolean;
  onPull: (studies: string[]) => void;
}

// What another archive has, what of it is here, and choosing what is to come.
export function Results({ source, found, presence, busy, onPull }: ResultsProps) {
  const { t } = useTranslation(['pull', 'common']);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const items = useMemo(() => byDate(found.items), [found]);
  const pullable = items.filter((study) => isPullable(presence(study)));
  const chosen = pullable.filter((study) => selected.has(study.studyInstanceUid));
  const { name } = source;

  const toggle = (uid: string) => {
    const next = new Set(selected);
    if (!next.delete(uid)) next.add(uid);
    setSelected(next);
  };
  const all = () =>
    setSelected(
      chosen.length === pullable.length
        ? new Set()
        : new Set(pullable.map(({ studyInstanceUid }) => studyInstanceUid)),
    );

  const { body, row } = useRowKeys(items.length, {
    onSelect: (index) => {
      const study = items[index];
      if (study && isPullable(presence(study))) toggle(study.studyInstanceUid);
    },
    onClear: () => setSelected(new Set()),
  });

  if (items.length === 0) return <EmptyState>{t('nothingFound', { name })}</EmptyState>;
  return (
    <Stack gap="sm">
      {found.truncated && (
        <Alert color="yellow" variant="light">
          {t('truncated', { name })}
        </Alert>
      )}
      {pullable.length > 1 && (
        <Checkbox
          size="xs"
          px={4}
          label={t('selectAll')}
          checked={chosen.length === pullable.length}
          indeterminate={chosen.length > 0 && chosen.length < pullable.length}
          onChange={all}
        />
      )}
      <ScrollX label={t('found', { count: items.length, name })} folds>
        <Table verticalSpacing={8} miw={{ base: 0, sm: 640 }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('columns.patient')}</Table.Th>
              <Table.Th>{t('columns.study')}</Table.Th>
              <Table.Th w={90}>{t('columns.modality')}</Table.Th>
              <Table.Th w={80} ta="right">
                {t('columns.images')}
              </Table.Th>
              <Table.Th w={150}>{t('columns.here')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody ref={body}>
            {items.map((study, index) => (
              <Row
                key={study.studyInstanceUid}
                study={study}
                presence={presence(study)}
                selected={selected.has(study.studyInstanceUid) && isPullable(presence(study))}
                onToggle={() => toggle(study.studyInstanceUid)}
                keys={row(index)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollX>
      {chosen.length > 0 && (
        <Group className={listClasses.bar} justify="space-between" role="region" aria-label={t('selection')}>
          <Text size="sm" fw={600} aria-live="polite">
            {t('selected', { count: chosen.length })}
          </Text>
          <Group gap="xs">
            <Button
              size="xs"
              loading={busy}
              leftSection={<IconCloudDownload size={16} aria-hidden />}
              onClick={() => onPull(chosen.map(({ studyInstanceUid }) => studyInstanceUid))}
            >
              {t('pull', { count: chosen.length })}
            </Button>
            <Button size="xs" variant="default" onClick={() => setSelected(new Set())}>
              {t('clearSelection')}
            </Button>
          </Group>
        </Group>
      )}
    </Stack>
  );
}
