import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, queries, type StudyDetail } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Loaded, Moment } from '@portico/ui';
import { IconEyeOff, IconLock, IconLockOpen, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCan } from '../../app/session';
import { RecallDialog } from './recall-dialog';
import { RecallEntry } from './recall-entry';
import { WithReason } from './with-reason';

function Hold({ study, patient }: { study: string; patient: string }) {
  const { t } = useTranslation(['keeping', 'common']);
  const queryClient = useQueryClient();
  const query = useQuery(queries.legalHold(study));
  const [asking, setAsking] = useState(false);
  const hold = query.data ?? { held: false };
  return (
    <Loaded query={query}>
      {() => (
        <Stack gap="xs">
          <Text size="sm">
            {hold.held ? t('held', { by: hold.heldBy ?? '', reason: hold.reason ?? '' }) : t('notHeld')}
            {hold.heldAt && (
              <>
                {' '}
                <Moment at={hold.heldAt} />
              </>
            )}
          </Text>
          <Button
            variant="default"
            leftSection={
              hold.held ? <IconLockOpen size={16} aria-hidden /> : <IconLock size={16} aria-hidden />
            }
            style={{ alignSelf: 'flex-start' }}
            onClick={() => setAsking(true)}
          >
            {t(hold.held ? 'endHold.open' : 'hold.open')}
          </Button>
          {asking && (
            <WithReason
              act={hold.held ? 'endHold' : 'hold'}
              patient={patient}
              onClose={() => setAsking(false)}
              onConfirm={async (reason) => {
                await (hold.held ? api.endLegalHold(study, reason) : api.holdStudy(study, reason));
                await queryClient.invalidateQueries({ queryKey: ['legal-hold', study] });
              }}
            />
          )}
        </Stack>
      )}
    </Loaded>
  );
}

function Recalls({ study, patient }: { study: string; patient: string }) {
  const { t } = useTranslation(['keeping', 'common']);
  const recalls = useQuery(queries.recallsOfStudy(study)).data ?? [];
  if (recalls.length === 0) return null;
  return (
    <Stack gap="sm">
      <Title order={3}>{t('recalls.of')}</Title>
      {recalls.map((recall) => (
        <RecallEntry key={recall.id} recall={recall} patient={patient} />
      ))}
    </Stack>
  );
}

// Legal hold, withdrawal and deletion of a study, for those who may (STU-14, STU-22).
export function KeepingPanel({ study }: { study: StudyDetail }) {
  const { t } = useTranslation(['keeping', 'studies', 'common']);
  const can = useCan();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const [recalling, setRecalling] = useState(false);
  if (!can('delete_studies') && !can('restrict_studies')) return null;
  const patient = study.patient.name || t('studies:unnamed');
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="xs">
        {t('title')}
      </Title>
      <Stack gap="md">
        {can('restrict_studies') && <Hold study={study.id} patient={patient} />}
        {can('delete_studies') && <Recalls study={study.id} patient={patient} />}
        {can('delete_studies') && (
          <Group>
            {study.state !== 'rejected' && (
              <Button
                variant="default"
                leftSection={<IconEyeOff size={16} aria-hidden />}
                onClick={() => setRecalling(true)}
              >
                {t('recall.open')}
              </Button>
            )}
            <Button
              variant="light"
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => setDeleting(true)}
            >
              {t('delete.open')}
            </Button>
          </Group>
        )}
      </Stack>
      {recalling && (
        <RecallDialog
          study={study}
          patient={patient}
          onClose={() => setRecalling(false)}
          onDone={(whole) => {
            notifications.show({ color: 'green', message: t('recall.done') });
            if (whole) void navigate({ to: '/deleted' });
          }}
        />
      )}
      {deleting && (
        <WithReason
          act="delete"
          patient={patient}
          onClose={() => setDeleting(false)}
          onConfirm={async (reason) => {
            await api.deleteStudy(study.id, reason);
            notifications.show({ color: 'green', message: t('delete.done', { patient }) });
            await navigate({ to: '/studies' });
          }}
        />
      )}
    </Paper>
  );
}
