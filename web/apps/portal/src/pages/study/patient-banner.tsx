import { Group, Paper, Text } from '@mantine/core';
import type { StudyRow } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { ageInYears, useFormat } from '@portico/ui';

// Whose study this is: name, birth date and age, sex, number.
export function PatientBanner({ study }: { study: StudyRow }) {
  const { t } = useTranslation(['studies', 'common']);
  const format = useFormat();
  const { patient } = study;
  const age = ageInYears(patient.birthDate, new Date());
  const born = format.day(patient.birthDate);
  return (
    <Paper withBorder px="md" py="sm" component="section" aria-label={t('columns.patient')}>
      <Group gap="4px 20px" wrap="wrap">
        <Text fw={700} size="lg">
          {patient.name || t('unnamed')}
        </Text>
        <Text size="sm">
          {born || '–'}
          {age !== null && ` (${t('study.ageSex', { age })})`}
        </Text>
        <Text size="sm">{wordsFor('common', `sex.${patient.sex || 'unknown'}`) ?? patient.sex}</Text>
        <Text size="sm">
          {t('columns.patientId')}: {patient.patientId || '–'}
          {patient.issuer && ` (${patient.issuer})`}
        </Text>
      </Group>
    </Paper>
  );
}
