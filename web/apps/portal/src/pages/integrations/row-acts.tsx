import { ActionIcon, Group } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface RowActsProps {
  editLabel: string;
  removeLabel: string;
  onEdit: () => void;
  onRemove: () => void;
  children?: ReactNode;
}

// At the end of a row: change and remove, after what only some lists have.
export function RowActs({ editLabel, removeLabel, onEdit, onRemove, children }: RowActsProps) {
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {children}
      <ActionIcon variant="subtle" color="gray" aria-label={editLabel} title={editLabel} onClick={onEdit}>
        <IconPencil size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="red"
        aria-label={removeLabel}
        title={removeLabel}
        onClick={onRemove}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
