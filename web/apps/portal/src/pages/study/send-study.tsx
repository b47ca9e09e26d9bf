import { Button, Group, List, Modal, Progress, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, queries, type Sending, type SendingTarget, type StudyRow } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { errorText, Loaded, Moment } from '@portico/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemText } from '../pull/problem';

// Of a code that the server gives: what it means for sending, else for another system at all.
const problemOf = (code: string) =>
  (code && wordsFor('studies', `send.problems.${code}`)) || problemText(code);

function SendingLine({ sending }: { sending: Sending }) {
  const { t } = useTranslation('studies');
  const { state, total, sent, failed } = sending;
  const problem = problemOf(sending.problem);
  return (
    <Stack gap={2}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t('send.by', { node: sending.node, name: sending.requestedBy })}</Text>
        <Text size="sm" c="dimmed">
          <Moment at={sending.createdAt} relative />
        </Text>
      </Group>
      {sending.patientId && <Text size="xs">{t('send.withPatientId', { id: sending.patientId })}</Text>}
      <Text size="sm" c={state === 'failed' || state === 'incomplete' ? 'red' : 'dimmed'}>
        {t(`send.states.${state}`, { failed })}
        {total > 0 && ` · ${t('send.progress', { sent, total })}`}
      </Text>
      {problem && <Text size="sm">{problem}</Text>}
      {state === 'sending' && total > 0 && (
        <Progress value={(100 * (sent + failed)) / total} aria-label={t('send.progress', { sent, total })} />
      )}
    </Stack>
  );
}

// The systems by their kind; of one kind alone there is nothing to tell apart.
function useTargetGroups(targets: SendingTarget[]) {
  const { t } = useTranslation('studies');
  const entry = ({ id, name, description }: SendingTarget) => ({
    value: id,
    label: description ? `${name} (${description})` : name,
  });
  const groups = (['dicom', 'dicomweb'] as const).flatMap((kind) => {
    const items = targets.filter((one) => (one.kind ?? 'dicom') === kind).map(entry);
    return items.length > 0 ? [{ group: t(`send.kinds.${kind}`), items }] : [];
  });
  return groups.length > 1 ? groups : (groups[0]?.items ?? []);
}

// Sends a study to another system, and tells what became of earlier ones (CLA-27).
export function SendStudy({ study, onClose }: { study: StudyRow; onClose: () => void }) {
  const { t } = useTranslation(['studies', 'pull', 'common']);
  const queryClient = useQueryClient();
  const targets = useQuery(queries.sendingTargets());
  const sendings = useQuery(queries.sendings(study.id));
  const offered = useTargetGroups(targets.data ?? []);
  const earlier = sendings.data ?? [];
  const [target, setTarget] = useState<string | null>(null);
  const [patientId, setPatientId] = useState('');
  const [busy, setBusy] = useState(false);

  const send = async () => {
    if (!target) return;
    setBusy(true);
    try {
      const body = { nodeId: target, patientId: patientId.trim() || undefined };
      const made = await api.sendStudy(study.id, body);
      notifications.show({ color: 'green', message: t('send.started', { node: made.node }) });
      await queryClient.invalidateQueries({ queryKey: ['sendings', study.id] });
    } catch (error) {
      notifications.show({ color: 'red', message: errorText(error) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={<Text fw={650}>{t('send.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t('access.forOne', { name: study.patient.name || t('unnamed'), description: study.description })}
        </Text>
        <Loaded query={targets}>
          {() =>
            offered.length === 0 ? (
              <Text size="sm">{t('send.none')}</Text>
            ) : (
              <Stack gap="sm">
                <Select label={t('send.target')} data={offered} value={target} onChange={setTarget} />
                <TextInput
                  label={t('send.patientId')}
                  description={t('send.patientIdHelp')}
                  placeholder={study.patient.patientId}
                  maxLength={64}
                  value={patientId}
                  onChange={(event) => setPatientId(event.currentTarget.value)}
                />
                <Button
                  disabled={!target}
                  loading={busy}
                  onClick={() => void send()}
                  style={{ alignSelf: 'flex-start' }}
                >
                  {t('send.start')}
                </Button>
              </Stack>
            )
          }
        </Loaded>
        <Text fw={600} size="sm">
          {t('send.history')}
        </Text>
        <Loaded query={sendings}>
          {() =>
            earlier.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t('send.nothing')}
              </Text>
            ) : (
              <List listStyleType="none" spacing="sm">
                {earlier.map((one) => (
                  <List.Item
                    key={one.id}
                    styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}
                  >
                    <SendingLine sending={one} />
                  </List.Item>
                ))}
              </List>
            )
          }
        </Loaded>
      </Stack>
    </Modal>
  );
}
