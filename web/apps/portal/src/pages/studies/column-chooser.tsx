import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Text } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { IconArrowDown, IconArrowUp, IconColumns3, IconMinus, IconPlus } from '@tabler/icons-react';
import { columnIds, moveColumn, toggleColumn, type ColumnId } from './columns';
import type { StudyColumns } from './use-columns';

// How much one click changes a width.
const step = 24;

// How wide the column is on the screen now, whoever has decided so.
const shownWidth = (id: ColumnId) =>
  document.querySelector<HTMLElement>(`[role="columnheader"][data-column="${id}"]`)?.offsetWidth ?? 120;

function ColumnActs({ id, layout }: { id: ColumnId; layout: StudyColumns }) {
  const { t } = useTranslation(['studies', 'common']);
  const name = t(`columns.${id}`);
  const { columns } = layout;
  const acts = [
    {
      label: t('columns.narrower', { name }),
      Icon: IconMinus,
      act: () => layout.resize(id, shownWidth(id) - step),
    },
    {
      label: t('columns.wider', { name }),
      Icon: IconPlus,
      act: () => layout.resize(id, shownWidth(id) + step),
    },
    {
      label: t('columns.earlier', { name }),
      Icon: IconArrowUp,
      disabled: columns[0] === id,
      act: () => layout.choose(moveColumn(columns, id, -1)),
    },
    {
      label: t('columns.later', { name }),
      Icon: IconArrowDown,
      disabled: columns.at(-1) === id,
      act: () => layout.choose(moveColumn(columns, id, 1)),
    },
  ];
  return (
    <Group gap={2} wrap="nowrap">
      {acts.map(({ label, Icon, disabled, act }) => (
        <ActionIcon
          key={label}
          variant="subtle"
          color="gray"
          size="sm"
          disabled={disabled}
          aria-label={label}
          title={label}
          onClick={act}
        >
          <Icon size={14} aria-hidden />
        </ActionIcon>
      ))}
    </Group>
  );
}

// Which columns, in which order, how wide.
export function ColumnChooser({ layout }: { layout: StudyColumns }) {
  const { t } = useTranslation(['studies', 'common']);
  const { columns } = layout;
  const rest = columnIds.filter((id) => !columns.includes(id));

  return (
    <Popover position="bottom-end" shadow="md" width={320} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {t('columns.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown mah="calc(100dvh - 140px)" style={{ overflowY: 'auto' }}>
        <Stack gap={6}>
          <Text size="xs" c="dimmed">
            {t('columns.help')}
          </Text>
          {[...columns, ...rest].map((id) => (
            <Group key={id} justify="space-between" wrap="nowrap" h={26}>
              <Checkbox
                size="xs"
                label={t(`columns.${id}`)}
                checked={columns.includes(id)}
                disabled={id === 'patient'}
                onChange={() => layout.choose(toggleColumn(columns, id))}
              />
              {columns.includes(id) && <ColumnActs id={id} layout={layout} />}
            </Group>
          ))}
          {layout.notSaved && (
            <Text size="xs" c="red" role="alert">
              {t('columns.notSaved')}
            </Text>
          )}
          <Button variant="subtle" size="xs" disabled={layout.usual} onClick={layout.reset}>
            {t('columns.reset')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
