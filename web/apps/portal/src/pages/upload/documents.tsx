import { Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { addDocument, queries, type StudyRow } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { errorText } from '@portico/ui';
import { IconCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FoundDocument } from './collect';

const label = (study: StudyRow) =>
  [
    study.patient.name,
    study.patient.patientId,
    study.studyDate,
    study.modalities.join(', '),
    study.description,
  ]
    .filter(Boolean)
    .join(' · ');

function Document({ document }: { document: FoundDocument }) {
  const { t } = useTranslation('upload');
  const [words, setWords] = useState('');
  const [study, setStudy] = useState<string | null>(null);
  const [title, setTitle] = useState(document.file.name.replace(/\.[^.]*$/, '').slice(0, 64));
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [problem, setProblem] = useState('');
  const [search] = useDebouncedValue(words, 300);
  const found = useInfiniteQuery(queries.studies({ q: study ? undefined : search || undefined }));
  const studies = (found.data?.pages ?? []).flatMap((page) => page.items);

  const add = async () => {
    if (!study) return;
    setState('busy');
    setProblem('');
    try {
      await addDocument(study, document.file, title.trim());
      setState('done');
    } catch (error) {
      setProblem(errorText(error));
      setState('idle');
    }
  };
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        label={t('documents.name', { name: document.name })}
        value={title}
        maxLength={64}
        disabled={state !== 'idle'}
        onChange={(event) => setTitle(event.currentTarget.value)}
        style={{ flex: '1 1 200px' }}
      />
      <Select
        label={t('documents.study', { name: document.name })}
        placeholder={t('documents.find')}
        searchable
        data={studies.map((one) => ({ value: one.id, label: label(one) }))}
        filter={({ options }) => options}
        value={study}
        disabled={state !== 'idle'}
        error={problem || undefined}
        onSearchChange={setWords}
        onChange={setStudy}
        style={{ flex: '2 1 320px' }}
      />
      {state === 'done' ? (
        <Group gap={4} role="status" h={36}>
          <IconCheck size={18} aria-hidden />
          <Text size="sm">{t('documents.added')}</Text>
        </Group>
      ) : (
        <Button disabled={!study} loading={state === 'busy'} onClick={() => void add()}>
          {t('documents.add')}
        </Button>
      )}
    </Group>
  );
}

export function Documents({ documents }: { documents: FoundDocument[] }) {
  const { t } = useTranslation('upload');
  return (
    <Paper withBorder p="md">
      <Title order={2}>{t('documents.title')}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('documents.lead')}
      </Text>
      <Stack gap="sm">
        {documents.map((document, index) => (
          <Document key={`${index} ${document.name}`} document={document} />
        ))}
      </Stack>
    </Paper>
  );
}
