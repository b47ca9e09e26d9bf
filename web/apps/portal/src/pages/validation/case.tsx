import { Alert, Anchor, Badge, Button, List, Paper, Table, Tabs, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, isApiError, queries, type Correction, type ValidationCase } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { ErrorState, Page, RowsSkeleton, ScrollX, useFormat } from '@portico/ui';
import { IconArrowLeft, IconCheck, IconPhoto, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { History } from '../../forms/history';
import { StudyTime } from '../studies/cells';
import { compare } from './compare';
import { CorrectFields } from './correct-fields';
import { Decision } from './decision';
import { ExistingPatient, NewPatient } from './patient-choice';
import { reasonText } from './reasons';

function Comparison({ one }: { one: ValidationCase }) {
  const { t } = useTranslation(['validation', 'studies', 'common']);
  const format = useFormat();
  const rows = compare(one);
  const show = (field: string, value: string | null) => {
    if (value === null) return '';
    if (field === 'birthDate' || field === 'studyDate') return format.day(value) || '–';
    if (field === 'sex') return wordsFor('common', `sex.${value}`) ?? (value || '–');
    return value || '–';
  };
  const anyCorrection = rows.some((row) => row.corrected !== null);
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="xs">
        {t('compare.title')}
      </Title>
      <ScrollX label={t('compare.title')}>
        <Table verticalSpacing={7} miw={{ base: 0, sm: 440 }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={{ base: 120, sm: 230 }}>{t('compare.field')}</Table.Th>
              <Table.Th>{t('compare.header')}</Table.Th>
              {anyCorrection && <Table.Th>{t('compare.corrected')}</Table.Th>}
              <Table.Th>{t('compare.record')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr
                key={row.field}
                bg={
                  row.differs || row.blamed
                    ? 'light-dark(var(--mantine-color-yellow-0), rgba(250, 176, 5, 0.12))'
                    : undefined
                }
              >
                <Table.Th scope="row" fw={500}>
                  {t(`fields.${row.field}`)}
                  {row.differs && (
                    <Badge ml={6} color="yellow" variant="light" size="sm" tt="none">
                      {t('compare.differs')}
                    </Badge>
                  )}
                  {row.blamed && !row.differs && (
                    <Badge ml={6} color="yellow" variant="light" size="sm" tt="none">
                      {t('compare.check')}
                    </Badge>
                  )}
                </Table.Th>
                <Table.Td td={row.corrected !== null ? 'line-through' : undefined}>
                  {show(row.field, row.header)}
                </Table.Td>
                {anyCorrection && <Table.Td fw={600}>{show(row.field, row.corrected)}</Table.Td>}
                <Table.Td>{show(row.field, row.record)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollX>
      {!one.record && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('compare.noRecord')}
        </Text>
      )}
    </Paper>
  );
}

export function CasePage() {
  const { t } = useTranslation(['validation', 'studies', 'common']);
  const { studyId } = useParams({ from: '/signed-in/shell/validation/$studyId' });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const query = useQuery(queries.validationCase(studyId));
  const [deciding, setDeciding] = useState<'release' | 'reject' | null>(null);

  const back = (
    <Anchor
      component={Link}
      to="/validation"
      size="sm"
      display="inline-flex"
      style={{ gap: 4, alignItems: 'center', alignSelf: 'flex-start' }}
    >
      <IconArrowLeft size={16} aria-hidden /> {t('title')}
    </Anchor>
  );
  if (isApiError(query.error) && query.error.status === 404) {
    return (
      <Page title={t('goneTitle')} above={back} width="text">
        <Text>{t('goneText')}</Text>
      </Page>
    );
  }
  if (query.isPending) return <RowsSkeleton rows={8} />;
  if (!query.data) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const one = query.data;

  const done = async (message: string) => {
    notifications.show({ color: 'green', message });
    await navigate({ to: '/validation' });
    void queryClient.invalidateQueries({ queryKey: ['validation'] });
    void queryClient.invalidateQueries({ queryKey: ['studies'] });
  };
  // A correction may release the study by itself.
  const correct = async (change: Omit<Correction, 'version'>) => {
    const next = await api.correctStudy(one.id, { ...change, version: one.version });
    if (next.state === 'ready') {
      await done(t('releasedBySelf'));
      return;
    }
    queryClient.setQueryData(queries.validationCase(studyId).queryKey, next);
    notifications.show({ color: 'green', message: t('corrected', { count: next.reasons.length }) });
  };

  return (
    <Page
      title={one.patient.name || t('studies:unnamed')}
      lead={
        <>
          {[one.modalities.join(', '), one.description].filter(Boolean).join(' · ')} ·{' '}
          <StudyTime study={one} /> · {t('studies:imageCount', { count: one.instanceCount })}
        </>
      }
      helpHref="/help#validation"
      above={back}
      action={
        <>
          {one.rights.includes('view_images') && (
            <Button
              component="a"
              href={`/viewer/${one.id}`}
              target="_blank"
              variant="default"
              leftSection={<IconPhoto size={16} aria-hidden />}
            >
              {t('studies:openImages')}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconCheck size={16} aria-hidden />}
            onClick={() => setDeciding('release')}
          >
            {t('release.short')}
          </Button>
          <Button
            color="red"
            variant="light"
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => setDeciding('reject')}
          >
            {t('reject.short')}
          </Button>
        </>
      }
    >
      <Alert color="yellow" variant="light" title={t('why', { count: one.reasons.length })}>
        <List size="sm">
          {one.reasons.map((reason, index) => (
            <List.Item key={index}>
              {reasonText(reason)}
              {typeof reason.header === 'string' && typeof reason.record === 'string' && (
                <Text span size="sm">
                  {' '}
                  ({t('bothValues', { header: reason.header || '–', record: reason.record || '–' })})
                </Text>
              )}
            </List.Item>
          ))}
        </List>
        {one.uploadedBy && (
          <Text size="sm" mt="xs">
            <b>{t('uploadedBy', one.uploadedBy)}</b>. {t('uploadedHelp')}
          </Text>
        )}
      </Alert>
      <Comparison one={one} />
      <Paper withBorder p="md">
        <Title order={2} mb="xs">
          {t('solve')}
        </Title>
        <Tabs defaultValue="fields" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="fields">{t('tabs.fields')}</Tabs.Tab>
            <Tabs.Tab value="existing">{t('tabs.existing')}</Tabs.Tab>
            <Tabs.Tab value="new">{t('tabs.new')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="fields">
            <CorrectFields key={one.version} one={one} onSave={(fields) => correct({ fields })} />
          </Tabs.Panel>
          <Tabs.Panel value="existing">
            <ExistingPatient one={one} onChoose={(patientRecordId) => correct({ patientRecordId })} />
          </Tabs.Panel>
          <Tabs.Panel value="new">
            <NewPatient one={one} onCreate={(newPatient) => correct({ newPatient })} />
          </Tabs.Panel>
        </Tabs>
      </Paper>
      <History entries={one.corrections} title={t('corrections')} />
      {deciding && (
        <Decision
          kind={deciding}
          what={t('studyOf', { name: one.patient.name || t('studies:unnamed') })}
          onClose={() => setDeciding(null)}
          onDecide={async (reason) => {
            await (deciding === 'release'
              ? api.releaseStudy(one.id, reason)
              : api.rejectStudy(one.id, reason));
            await done(deciding === 'release' ? t('release.done') : t('reject.done'));
          }}
        />
      )}
    </Page>
  );
}
