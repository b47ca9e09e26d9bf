import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Text } from '@mantine/core';
import { api, queries } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { columnIds, defaultColumns, moveColumn, toggleColumn, type ColumnId } from './columns';

interface ColumnChooserProps {
  columns: ColumnId[];
  role: 'staff' | 'clinician';
}

// Which columns, in which order; kept with the user's preferences.
export function ColumnChooser({ columns, role }: ColumnChooserProps) {
  const { t } = useTranslation(['studies', 'common']);
  const queryClient = useQueryClient();
  const key = queries.preferences().queryKey;
  const save = useMutation({
    mutationFn: async (next: ColumnId[] | null) => {
      const known = queryClient.getQueryData(key);
      const preferences = {
        dateFormat: known?.dateFormat ?? null,
        timeFormat: known?.timeFormat ?? null,
        theme: known?.theme ?? ('auto' as const),
        studyColumns: next,
      };
      queryClient.setQueryData(key, preferences);
      await api.savePreferences(preferences);
    },
  });
  const rest = columnIds.filter((id) => !columns.includes(id));

  return (
    <Popover position="bottom-end" shadow="md" width={280} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {t('columns.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6}>
          {[...columns, ...rest].map((id) => {
            const name = t(`columns.${id}`);
            const shown = columns.includes(id);
            return (
              <Group key={id} justify="space-between" wrap="nowrap" h={26}>
                <Checkbox
                  size="xs"
                  label={name}
                  checked={shown}
                  disabled={id === 'patient'}
                  onChange={() => save.mutate(toggleColumn(columns, id))}
                />
                {shown && (
                  <Group gap={2} wrap="nowrap">
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size="sm"
                      disabled={columns[0] === id}
                      aria-label={t('columns.earlier', { name })}
                      onClick={() => save.mutate(moveColumn(columns, id, -1))}
                    >
                      <IconArrowUp size={14} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size="sm"
                      disabled={columns.at(-1) === id}
                      aria-label={t('columns.later', { name })}
                      onClick={() => save.mutate(moveColumn(columns, id, 1))}
                    >
                      <IconArrowDown size={14} aria-hidden />
                    </ActionIcon>
                  </Group>
                )}
              </Group>
            );
          })}
          {save.isError && (
            <Text size="xs" c="red" role="alert">
              {t('columns.notSaved')}
            </Text>
          )}
          <Button
            variant="subtle"
            size="xs"
            disabled={columns.join() === defaultColumns[role].join()}
            onClick={() => save.mutate(null)}
          >
            {t('columns.reset')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
