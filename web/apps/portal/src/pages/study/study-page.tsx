import {
  ActionIcon,
  Alert,
  Anchor,
  Badge,
  Box,
  Button,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core';
import {
  isApiError,
  queries,
  studyDownloadUrl,
  type AccessReason,
  type StudyDetail,
  type StudyRow,
} from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { EmptyState, ErrorState, Facts, Page, RowsSkeleton, ScrollX, useFormat } from '@portico/ui';
import { IconArrowLeft, IconDownload, IconExternalLink, IconKey, IconPhoto } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { isStaff, useCan, useSession } from '../../app/session';
import { sourceText, StateBadge, StudyTime, whyText } from '../studies/cells';
import { mayDownload, mayViewImages } from '../studies/row-menu';
import { KeepingPanel } from './keeping-panel';
import { PatientBanner } from './patient-banner';
import { RemotePriors } from './remote-priors';
import { Viewers } from './viewers';

const ManageAccess = lazy(async () => ({ default: (await import('./manage-access')).ManageAccess }));

function OpenImages({ study }: { study: StudyRow }) {
  const { t } = useTranslation(['studies', 'common']);
  if (!mayViewImages(study)) {
    return (
      <Text size="sm" c="dimmed">
        {t('study.noImages')}
      </Text>
    );
  }
  return (
    <Group gap="sm">
      <Button
        component="a"
        href={`/viewer/${study.id}`}
        target="_blank"
        leftSection={<IconPhoto size={18} aria-hidden />}
        rightSection={<IconExternalLink size={14} aria-hidden />}
      >
        {t('openImages')}
      </Button>
      <Anchor component="a" href={`/viewer/${study.id}`} size="sm">
        {t('openImagesHere')}
      </Anchor>
    </Group>
  );
}

function Series({ study }: { study: StudyDetail }) {
  const { t } = useTranslation(['studies', 'common']);
  const format = useFormat();
  // Of images with one frame each the count of frames says nothing new.
  const frames = study.series.some((series) => series.frameCount !== series.instanceCount);
  return (
    <Paper withBorder p="md">
      <Title order={2}>{t('study.series')}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('study.seriesLead', { series: study.seriesCount, images: study.instanceCount })}
      </Text>
      {study.series.length === 0 ? (
        <EmptyState>{t('study.noSeries')}</EmptyState>
      ) : (
        <ScrollX label={t('study.series')}>
          <Table
            verticalSpacing={8}
            horizontalSpacing={6}
            miw={frames ? 400 : 0}
            fz={{ base: 'xs', sm: 'sm' }}
          >
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={32}>{t('study.seriesNumber')}</Table.Th>
                <Table.Th>{t('columns.modality')}</Table.Th>
                <Table.Th>{t('columns.description')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('columns.bodyPart')}</Table.Th>
                <Table.Th ta="right">{t('columns.images')}</Table.Th>
                {frames && <Table.Th ta="right">{t('study.frames')}</Table.Th>}
                {mayDownload(study) && <Table.Th w={40} aria-label={t('download')} />}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {study.series.map((series) => (
                <Table.Tr key={series.id}>
                  <Table.Td>{series.number ?? '–'}</Table.Td>
                  <Table.Td>{series.modality}</Table.Td>
                  <Table.Td>{series.description || '–'}</Table.Td>
                  <Table.Td visibleFrom="sm">{series.bodyPart || '–'}</Table.Td>
                  <Table.Td ta="right">{format.number(series.instanceCount)}</Table.Td>
                  {frames && <Table.Td ta="right">{format.number(series.frameCount)}</Table.Td>}
                  {mayDownload(study) && (
                    <Table.Td>
                      <ActionIcon
                        component="a"
                        href={studyDownloadUrl(study.id, series.id)}
                        download
                        variant="subtle"
                        aria-label={t('downloadSeries', { number: series.number ?? '–' })}
                      >
                        <IconDownload size={16} aria-hidden />
                      </ActionIcon>
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollX>
      )}
    </Paper>
  );
}

const rightText = (right: string) => wordsFor('studies', `rights.${right}`) ?? right;

function Reason({ reason }: { reason: AccessReason }) {
  const { t } = useTranslation(['studies', 'common']);
  const format = useFormat();
  const facts = [
    reason.grantedBy ? t('study.grantedBy', { name: reason.grantedBy }) : '',
    reason.since ? t('study.since', { date: format.moment(reason.since) }) : '',
    reason.until ? t('study.until', { date: format.moment(reason.until) }) : '',
  ].filter(Boolean);
  return (
    <Group wrap="nowrap" align="flex-start" gap="sm">
      <Badge variant="light" tt="none" style={{ flex: 'none' }}>
        {sourceText(reason.source)}
      </Badge>
      <Box style={{ minWidth: 0 }}>
        <Text size="sm">{whyText(reason)}</Text>
        {facts.length > 0 && (
          <Text size="xs" c="dimmed">
            {facts.join(' · ')}
          </Text>
        )}
        {reason.rights.length > 0 && (
          <Text size="xs" c="dimmed">
            {t('study.rights', { rights: reason.rights.map(rightText).join(', ') })}
          </Text>
        )}
      </Box>
    </Group>
  );
}

function Priors({ priors }: { priors: StudyRow[] }) {
  const { t } = useTranslation(['studies', 'common']);
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="xs">
        {t('study.priors')}
      </Title>
      {priors.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('study.noPriors')}
        </Text>
      ) : (
        <Stack gap={8}>
          {priors.map((prior) => (
            <Group key={prior.id} justify="space-between" wrap="nowrap" gap="sm">
              <Anchor
                renderRoot={(props) => (
                  <Link to="/studies/$studyId" params={{ studyId: prior.id }} {...props} />
                )}
                size="sm"
                truncate
              >
                {[prior.modalities.join(', '), prior.description].filter(Boolean).join(' · ')}
              </Anchor>
              <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
                <StudyTime study={prior} />
              </Text>
            </Group>
          ))}
        </Stack>
      )}
    </Paper>
  );
}

export function StudyPage() {
  const { t } = useTranslation(['studies', 'common']);
  const { studyId } = useParams({ from: '/signed-in/shell/studies/$studyId' });
  const session = useSession();
  const can = useCan();
  const query = useQuery(queries.study(studyId));
  const [managing, setManaging] = useState(false);

  const back = (
    <Anchor
      component={Link}
      to="/studies"
      size="sm"
      display="inline-flex"
      style={{ gap: 4, alignItems: 'center', alignSelf: 'flex-start' }}
    >
      <IconArrowLeft size={16} aria-hidden /> {t('study.back')}
    </Anchor>
  );
  // A study that may not be seen any more must not stay on the screen from memory.
  const gone = isApiError(query.error) && query.error.status === 404;
  if (gone) {
    return (
      <Page title={t('common:notFound.title')} above={back} width="text">
        <Text>{t('study.gone')}</Text>
      </Page>
    );
  }
  if (query.isPending) return <RowsSkeleton rows={6} />;
  if (!query.data) return <ErrorState error={query.error} retry={() => void query.refetch()} />;

  const study = query.data;
  const staff = isStaff(session);
  const mayManage = can('manage_clinician_access', 'explicit_access_grant');
  return (
    <Page
      title={study.description || study.modalities.join(', ') || t('study.facts')}
      lead={
        <>
          <StudyTime study={study} /> · {study.modalities.join(', ')} · {study.tenant.name}
        </>
      }
      helpHref="/help#study"
      above={back}
      width="full"
      action={
        <>
          {mayManage && (
            <Button
              variant="default"
              leftSection={<IconKey size={16} aria-hidden />}
              onClick={() => setManaging(true)}
            >
              {t('manageAccess')}
            </Button>
          )}
          {mayDownload(study) && (
            <Button
              component="a"
              href={studyDownloadUrl(study.id)}
              download
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {t('download')}
            </Button>
          )}
          <OpenImages study={study} />
        </>
      }
    >
      <PatientBanner study={study} />
      {staff && study.state === 'queued' && (
        <Alert color="yellow" variant="light">
          {t('study.queuedNotice')}{' '}
          {can('validate_studies') && (
            <Anchor
              renderRoot={(props) => (
                <Link to="/validation/$studyId" params={{ studyId: study.id }} {...props} />
              )}
              size="sm"
            >
              {t('study.openCase')}
            </Anchor>
          )}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <Stack gap="md">
          <Paper withBorder p="md">
            <Group justify="space-between" mb="xs">
              <Title order={2}>{t('study.facts')}</Title>
              {staff && <StateBadge state={study.state} />}
            </Group>
            <Facts
              items={[
                [t('columns.studyAt'), <StudyTime key="at" study={study} />],
                [t('columns.modality'), study.modalities.join(', ')],
                [t('columns.bodyPart'), study.bodyParts.join(', ')],
                [t('columns.accession'), study.accessionNumber],
                [t('columns.referring'), study.referringPhysician],
                [t('columns.tenant'), study.tenant.name],
              ]}
            />
          </Paper>
          <Series study={study} />
        </Stack>
        <Stack gap="md">
          <Paper withBorder p="md">
            <Title order={2} mb="xs">
              {t('study.why')}
            </Title>
            <Stack gap="sm">
              {study.reasons.map((reason, index) => (
                <Reason key={index} reason={reason} />
              ))}
            </Stack>
          </Paper>
          <Priors priors={study.priors} />
          {staff && can('view_studies', 'upload_studies') && <RemotePriors study={study} />}
          {can('view_audit_logs') && <Viewers study={study.id} />}
          <KeepingPanel study={study} />
        </Stack>
      </SimpleGrid>
      <Suspense fallback={null}>
        {managing && <ManageAccess studies={[study]} onClose={() => setManaging(false)} />}
      </Suspense>
    </Page>
  );
}
