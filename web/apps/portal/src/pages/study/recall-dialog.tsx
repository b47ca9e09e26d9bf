import { NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { api, type NewRecall, type StudyDetail } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Confirm } from '@portico/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

const reasons = ['patient_safety', 'worklist_entry', 'quality', 'replaced', 'retention', 'other'] as const;

interface RecallDialogProps {
  study: StudyDetail;
  patient: string;
  onClose: () => void;
  // `whole`: the study itself is away now.
  onDone: (whole: boolean) => void;
}

// Withdraws a study or one of its series, with a reason for those who saw it and an explanation for staff (STU-14).
export function RecallDialog({ study, patient, onClose, onDone }: RecallDialogProps) {
  const { t } = useTranslation(['keeping', 'common']);
  const queryClient = useQueryClient();
  const [reason, setReason] = useState<NewRecall['reason']>('patient_safety');
  const [series, setSeries] = useState('');
  const [note, setNote] = useState('');
  return (
    <Confirm
      opened
      onClose={onClose}
      title={t('recall.title')}
      actionLabel={t('recall.action', { patient })}
      disabled={note.trim().length < 3}
      onConfirm={async () => {
        await api.recallStudy(study.id, {
          reason,
          note: note.trim(),
          seriesUids: series ? [series] : [],
          sopInstanceUids: [],
        });
        await queryClient.invalidateQueries({ queryKey: ['recalls'] });
        onDone(!series);
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('recall.text')}</Text>
        <NativeSelect
          label={t('recall.what')}
          value={series}
          onChange={(event) => setSeries(event.currentTarget.value)}
          data={[
            { value: '', label: t('recall.whole') },
            ...study.series.map((one) => ({
              value: one.seriesInstanceUid,
              label: t('recall.series', {
                series: [one.number, one.modality, one.description]
                  .filter((part) => part !== undefined && part !== null && part !== '')
                  .join(' · '),
              }),
            })),
          ]}
        />
        <NativeSelect
          label={t('recall.reason')}
          description={t('recall.reasonHelp')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value as NewRecall['reason'])}
          data={reasons.map((value) => ({ value, label: t(`recallReasons.${value}`) }))}
        />
        <Textarea
          label={t('recall.note')}
          description={t('recall.noteHelp')}
          required
          autosize
          minRows={2}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          data-autofocus
        />
      </Stack>
    </Confirm>
  );
}
