import { Box, Button, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { queries, type PatientCandidate, type PatientData, type ValidationCase } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { EmptyState, ErrorState, useFormat } from '@portico/ui';
import { IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';
import { effectiveFields } from './compare';
import { useSexChoices } from './correct-fields';

function PatientLine({
  patient,
  busy,
  onChoose,
}: {
  patient: PatientCandidate;
  busy: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation(['validation', 'studies', 'common']);
  const format = useFormat();
  return (
    <Group wrap="nowrap" justify="space-between" py="xs" className="line">
      <Box style={{ minWidth: 0 }}>
        <Text size="sm" fw={600}>
          {patient.name || t('studies:unnamed')}
        </Text>
        <Text size="xs" c="dimmed">
          {[
            format.day(patient.birthDate),
            wordsFor('common', `sex.${patient.sex}`) ?? patient.sex,
            patient.patientId,
            patient.issuer,
          ]
            .filter(Boolean)
            .join(' · ')}{' '}
          · {t('studyCount', { count: patient.studies })}
        </Text>
      </Box>
      <Button
        size="xs"
        variant="light"
        loading={busy}
        onClick={onChoose}
        aria-label={t('chooseNamed', { name: patient.name, id: patient.patientId })}
      >
        {t('choose')}
      </Button>
    </Group>
  );
}

interface ExistingPatientProps {
  one: ValidationCase;
  onChoose: (patientRecordId: string) => Promise<void>;
}

export function ExistingPatient({ one, onChoose }: ExistingPatientProps) {
  const { t } = useTranslation(['validation', 'common']);
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const found = useQuery(queries.patients(q));
  const choose = useMutation({ mutationFn: onChoose });
  const patients = q.length > 1 ? (found.data?.items ?? []) : one.candidates;
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        label={t('patientSearch')}
        leftSection={<IconSearch size={16} aria-hidden />}
        maw={420}
      />
      {choose.isError && <ErrorState error={choose.error} />}
      {found.isError && <ErrorState error={found.error} />}
      {q.length <= 1 && patients.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('candidates')}
        </Text>
      )}
      {patients.length === 0 && !found.isFetching ? (
        <EmptyState>{q.length > 1 ? t('noPatient') : t('noCandidates')}</EmptyState>
      ) : (
        <Box>
          {patients.map((patient) => (
            <PatientLine
              key={patient.id}
              patient={patient}
              busy={choose.isPending && choose.variables === patient.id}
              onChoose={() => choose.mutate(patient.id)}
            />
          ))}
        </Box>
      )}
    </Stack>
  );
}

interface NewPatientProps {
  one: ValidationCase;
  onCreate: (patient: PatientData) => Promise<void>;
}

export function NewPatient({ one, onCreate }: NewPatientProps) {
  const { t } = useTranslation(['validation', 'common']);
  const sexes = useSexChoices();
  const known = effectiveFields(one);
  const required = filled(t('common:forms.required'));
  const { busy, submit, head, field } = useApiForm({
    initialValues: {
      patientId: known.patientId,
      issuer: known.issuer,
      name: known.name,
      birthDate: known.birthDate,
      sex: known.sex,
    },
    validate: { patientId: required, name: required },
    guard: false,
    save: (values) => onCreate({ ...values, birthDate: values.birthDate || null }),
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <Text size="sm" c="dimmed">
          {t('newHelp')}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          <TextInput label={t('fields.name')} {...field('name')} />
          <TextInput label={t('fields.birthDate')} type="date" {...field('birthDate')} />
          <NativeSelect label={t('fields.sex')} data={sexes} {...field('sex')} />
          <TextInput label={t('fields.patientId')} {...field('patientId')} />
          <TextInput label={t('fields.issuer')} {...field('issuer')} />
        </SimpleGrid>
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t('createPatient')}
        </Button>
      </Stack>
    </form>
  );
}
