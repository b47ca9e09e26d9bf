import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, type Recall } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Moment } from '@portico/ui';
import { IconArrowBackUp, IconUsers } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { RecallPersons } from './recall-persons';
import { WithReason } from './with-reason';

// One recall as staff see it: what, why, by whom, who was told; undone from here (STU-14).
export function RecallEntry({ recall, patient }: { recall: Recall; patient: string }) {
  const { t } = useTranslation(['keeping', 'common']);
  const queryClient = useQueryClient();
  const [undoing, setUndoing] = useState(false);
  const [listing, setListing] = useState(false);
  const ended = { by: recall.endedBy ?? '', reason: recall.endedReason ?? '' };
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {recall.whole ? t('recalls.whole') : t('recalls.part', { count: recall.instances })}
        {': '}
        {t(`recallReasons.${recall.reason}`)}
      </Text>
      {recall.note && <Text size="sm">{recall.note}</Text>}
      <Text size="sm" c="dimmed">
        {t('recalls.state', { by: recall.recalledBy })} <Moment at={recall.recalledAt} />
        {recall.rejectionNoteUid ? ` · ${t('recalls.note')}` : ''}
        {' · '}
        {recall.toldAt
          ? t('recalls.told', { told: recall.told, persons: recall.persons })
          : t('recalls.telling')}
      </Text>
      {recall.endedAt && (
        <Text size="sm" c="dimmed">
          {t(recall.endedAs === 'deleted' ? 'recalls.deleted' : 'recalls.undone', ended)}{' '}
          <Moment at={recall.endedAt} />
        </Text>
      )}
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconUsers size={16} aria-hidden />}
          aria-label={t('recalls.personsOf', { patient })}
          onClick={() => setListing(true)}
        >
          {t('recalls.persons')}
        </Button>
        {!recall.endedAt && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            aria-label={t('undoRecall.openOf', { patient })}
            onClick={() => setUndoing(true)}
          >
            {t('undoRecall.open')}
          </Button>
        )}
      </Group>
      {listing && <RecallPersons recall={recall} onClose={() => setListing(false)} />}
      {undoing && (
        <WithReason
          act="undoRecall"
          patient={patient}
          onClose={() => setUndoing(false)}
          onConfirm={async (reason) => {
            await api.undoRecall(recall.studyId, recall.id, reason);
            notifications.show({ color: 'green', message: t('undoRecall.done') });
            await queryClient.invalidateQueries({ queryKey: ['recalls'] });
          }}
        />
      )}
    </Stack>
  );
}
