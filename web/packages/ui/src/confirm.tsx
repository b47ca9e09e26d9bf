import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { useState, type ReactNode } from 'react';
import { ErrorState } from './states';

interface ConfirmProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  // What will happen, to what, for whom.
  children: ReactNode;
  // Names the act and the thing: "Withdraw access for Dr A. Peeters".
  actionLabel: string;
  onConfirm: () => Promise<unknown>;
  danger?: boolean;
  disabled?: boolean;
}

// Asks before an act that is hard to undo; a refusal stays in the dialogue.
export function Confirm({
  opened,
  onClose,
  title,
  children,
  actionLabel,
  onConfirm,
  danger = true,
  disabled,
}: ConfirmProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const close = () => {
    setError(null);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      close();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={<Text fw={650}>{title}</Text>}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
    >
      <Stack gap="md">
        {typeof children === 'string' ? <Text size="sm">{children}</Text> : children}
        {error !== null && <ErrorState error={error} />}
        <Group justify="flex-start" gap="xs">
          <Button
            color={danger ? 'red' : undefined}
            loading={busy}
            disabled={disabled}
            onClick={() => void confirm()}
            style={{ maxWidth: '100%' }}
          >
            {actionLabel}
          </Button>
          <Button variant="default" onClick={close} data-autofocus>
            {t('actions.cancel')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
