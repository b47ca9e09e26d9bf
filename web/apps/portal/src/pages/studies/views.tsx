import { ActionIcon, Button, Group, Modal, Stack, Tabs, Text, TextInput } from '@mantine/core';
import { api, queries, type StudyFilter } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Confirm } from '@portico/ui';
import { IconBookmarkPlus, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';
import { fromSavedQuery, isFiltered, sameSearch, toSavedQuery, type StudySearch } from './search';

function SaveView({ search, onClose }: { search: StudySearch; onClose: () => void }) {
  const { t } = useTranslation(['studies', 'common']);
  const queryClient = useQueryClient();
  const { busy, submit, head, field } = useApiForm({
    initialValues: { name: '' },
    validate: { name: filled(t('common:forms.required')) },
    guard: false,
    save: async ({ name }) => {
      await api.saveStudyFilter({ name: name.trim(), query: toSavedQuery(search) });
      await queryClient.invalidateQueries({ queryKey: ['study-filters'] });
      onClose();
    },
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <TextInput
          label={t('views.name')}
          description={t('views.help')}
          data-autofocus
          maxLength={60}
          {...field('name')}
        />
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t('views.save')}
        </Button>
      </Stack>
    </form>
  );
}

// Saved filters as tabs over the list.
export function Views({
  search,
  onChange,
}: {
  search: StudySearch;
  onChange: (search: StudySearch) => void;
}) {
  const { t } = useTranslation(['studies', 'common']);
  const queryClient = useQueryClient();
  const saved = useQuery(queries.studyFilters()).data ?? [];
  const [saving, setSaving] = useState(false);
  const [removing, setRemoving] = useState<StudyFilter | null>(null);
  const current = saved.find((view) => sameSearch(fromSavedQuery(view.query), search));
  const value = current?.id ?? (isFiltered(search) ? null : 'all');

  if (saved.length === 0 && !isFiltered(search)) return null;
  return (
    <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
      <Tabs
        value={value}
        style={{ minWidth: 0, overflowX: 'auto' }}
        onChange={(id) => {
          const view = saved.find((one) => one.id === id);
          onChange(view ? fromSavedQuery(view.query) : {});
        }}
      >
        <Tabs.List style={{ flexWrap: 'nowrap' }}>
          <Tabs.Tab value="all">{t('views.all')}</Tabs.Tab>
          {saved.map((view) => (
            <Tabs.Tab key={view.id} value={view.id}>
              {view.name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {current && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('views.remove', { name: current.name })}
          title={t('views.remove', { name: current.name })}
          onClick={() => setRemoving(current)}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      )}
      {isFiltered(search) && !current && (
        <Button
          variant="subtle"
          size="compact-sm"
          style={{ flexShrink: 0 }}
          leftSection={<IconBookmarkPlus size={16} aria-hidden />}
          onClick={() => setSaving(true)}
        >
          {t('views.save')}
        </Button>
      )}
      <Modal
        opened={saving}
        onClose={() => setSaving(false)}
        title={<Text fw={650}>{t('views.save')}</Text>}
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        <SaveView search={search} onClose={() => setSaving(false)} />
      </Modal>
      <Confirm
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('views.removeTitle')}
        actionLabel={t('views.remove', { name: removing?.name ?? '' })}
        onConfirm={async () => {
          if (removing) await api.deleteStudyFilter(removing.id);
          await queryClient.invalidateQueries({ queryKey: ['study-filters'] });
        }}
      >
        {t('views.removeText')}
      </Confirm>
    </Group>
  );
}
