import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';

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
