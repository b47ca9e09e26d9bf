import { Box, Button, Group, Modal, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { EmptyState, Loaded, LoadMore, ScrollX } from '@portico/ui';
import { IconPlus } from '@tabler/icons-react';
import type { ComponentProps, ReactNode } from 'react';

interface SectionProps {
  title: string;
  lead: string;
  addLabel: string;
  onAdd?: () => void; // none: nothing can be added now
  children: ReactNode;
}

// One kind of integration: what it is, its list, and how one more is added.
export function Section({ title, lead, addLabel, onAdd, children }: SectionProps) {
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} style={{ flex: '1 1 260px' }}>
          <Title order={2}>{title}</Title>
          <Text size="sm" c="dimmed">
            {lead}
          </Text>
        </Stack>
        {onAdd && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
            {addLabel}
          </Button>
        )}
      </Group>
      {children}
    </Stack>
  );
}

interface SectionTableProps<Item> {
  query: ComponentProps<typeof Loaded>['query'] & ComponentProps<typeof LoadMore>['query'];
  items: Item[];
  label: string;
  empty: string;
  columns: string[];
  minWidth: number; // px; on a phone rows fold
  actionsWidth?: number; // px
  row: (item: Item) => ReactNode;
}

// The list of a section: one row an item, its actions in the last column.
export function SectionTable<Item>({
  query,
  items,
  label,
  empty,
  columns,
  minWidth,
  actionsWidth = 90,
  row,
}: SectionTableProps<Item>) {
  const { t } = useTranslation('integrations');
  return (
    <Loaded query={query}>
      {() =>
        items.length === 0 ? (
          <EmptyState>{empty}</EmptyState>
        ) : (
          <Box>
            <ScrollX label={label} folds>
              <Table verticalSpacing={8} miw={{ base: 0, sm: minWidth }}>
                <Table.Thead>
                  <Table.Tr>
                    {columns.map((column) => (
                      <Table.Th key={column}>{column}</Table.Th>
                    ))}
                    <Table.Th w={actionsWidth}>
                      <VisuallyHidden>{t('actions')}</VisuallyHidden>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>{items.map(row)}</Table.Tbody>
              </Table>
            </ScrollX>
            <LoadMore query={query} />
          </Box>
        )
      }
    </Loaded>
  );
}

interface FormDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
}

export function FormDialog({ opened, onClose, title, children }: FormDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Text fw={650}>{title}</Text>}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
    >
      {children}
    </Modal>
  );
}
