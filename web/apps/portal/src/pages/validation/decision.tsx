import { Textarea } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { Confirm } from '@portico/ui';
import { Stack, Text } from '@mantine/core';
import { useState } from 'react';

interface DecisionProps {
  kind: 'release' | 'reject';
  // The study's patient, or how many studies.
  what: string;
  onClose: () => void;
  onDecide: (reason: string) => Promise<unknown>;
}

// Release as it is, or reject: both need a reason, which goes on record.
export function Decision({ kind, what, onClose, onDecide }: DecisionProps) {
  const { t } = useTranslation(['validation', 'common']);
  const [reason, setReason] = useState('');
  return (
    <Confirm
      opened
      onClose={onClose}
      title={t(`${kind}.title`)}
      danger={kind === 'reject'}
      actionLabel={t(`${kind}.action`, { what })}
      disabled={reason.trim().length < 3}
      onConfirm={() => onDecide(reason.trim())}
    >
      <Stack gap="sm">
        <Text size="sm">{t(`${kind}.text`)}</Text>
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
