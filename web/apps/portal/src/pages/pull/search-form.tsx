import { Button, NativeSelect, Paper, SimpleGrid, TextInput } from '@mantine/core';
import type { PullSource } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { ErrorSummary } from '@portico/ui';
import { IconSearch } from '@tabler/icons-react';
import { useId, useState, type FormEvent } from 'react';
import { modalities } from '../studies/filters';
import { noCriteria, wrongIn, type Criteria } from './criteria';

interface SearchFormProps {
  sources: PullSource[];
  busy: boolean;
  onSearch: (source: PullSource, criteria: Criteria) => void;
}

// Which archive, and what to look for there.
export function SearchForm({ sources, busy, onSearch }: SearchFormProps) {
  const { t } = useTranslation(['pull', 'common']);
  const prefix = useId();
  const [chosen, setChosen] = useState(sources[0]?.id ?? '');
  const [criteria, setCriteria] = useState<Criteria>(noCriteria);
  const [attempts, setAttempts] = useState(0);
  const source = sources.find(({ id }) => id === chosen) ?? sources[0];
  const wrong = attempts > 0 ? wrongIn(criteria) : null;
  const errors: Record<string, string> = wrong
    ? wrong === 'empty'
      ? { patientId: t('criterionNeeded') }
      : { studyDateTo: t('datesReversed') }
    : {};
  const inputId = (name: string) => `${prefix}-${name}`;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrongIn(criteria) || !source) {
      setAttempts((count) => count + 1);
      return;
    }
    setAttempts(0);
    onSearch(source, criteria);
  };
  const field = (name: keyof Criteria) => ({
    id: inputId(name),
    label: t(`fields.${name}`),
    value: criteria[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setCriteria((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <Paper withBorder p="md" component="form" role="search" onSubmit={submit} noValidate>
      {wrong && <ErrorSummary key={attempts} errors={errors} general={null} inputId={inputId} />}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" mt={wrong ? 'sm' : 0}>
        <NativeSelect
          label={t('source')}
          value={source?.id ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={sources.map(({ id, name, description }) => ({
            value: id,
            label: description ? t('sourceNamed', { name, description }) : name,
          }))}
        />
        <TextInput {...field('patientId')} maxLength={64} autoComplete="off" />
        <TextInput
          {...field('patientName')}
          placeholder={t('fields.patientNameHelp')}
          maxLength={64}
          autoComplete="off"
        />
        <TextInput {...field('accessionNumber')} maxLength={16} autoComplete="off" />
        <TextInput {...field('studyDateFrom')} type="date" max={criteria.studyDateTo || undefined} />
        <TextInput {...field('studyDateTo')} type="date" min={criteria.studyDateFrom || undefined} />
        <NativeSelect
          {...field('modality')}
          data={[
            { value: '', label: t('fields.anyModality') },
            ...modalities.map((value) => ({ value, label: value })),
          ]}
        />
        <Button
          type="submit"
          loading={busy}
          leftSection={<IconSearch size={16} aria-hidden />}
          style={{ alignSelf: 'end' }}
        >
          {t('search')}
        </Button>
      </SimpleGrid>
    </Paper>
  );
}
