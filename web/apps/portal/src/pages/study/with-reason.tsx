import { Stack, Text, Textarea } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { Confirm } from '@portico/ui';
import { useState } from 'react';

interface WithReasonProps {
  // Words of this act.
  act: 'delete' | 'restore' | 'hold' | 'endHold' | 'undoRecall';
  patient: string;
  onClose: () => void;
  onConfirm: (reason: string) => Promise<unknown>;
}

// An act that goes on record with its reason.
export function WithReason({ act, patient, onClose, onConfirm }: WithReasonProps) {
  const { t } = useTranslation(['keeping', 'common']);
  const [reason, setReason] = useState('');
  return (
    <Confirm
      opened
      onClose={onClose}
      title={t(`${act}.title`)}
      danger={act === 'delete'}
      actionLabel={t(`${act}.action`, { patient })}
      disabled={reason.trim().length < 3}
      onConfirm={() => onConfirm(reason.trim())}
    >
      <Stack gap="sm">
        <Text size="sm">{t(`${act}.text`)}</Text>
        <Textarea
          label={t('reason')}
          description={t('reasonHelp')}
          required
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
      </Stack>
    </Confirm>
  );
}
