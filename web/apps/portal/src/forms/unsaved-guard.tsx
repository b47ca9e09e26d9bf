import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { useBlocker } from '@tanstack/react-router';

// Asks before a page with unsaved changes is left, by link or by closing the tab.
export function UnsavedGuard({ isDirty }: { isDirty: () => boolean }) {
  const { t } = useTranslation();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: isDirty,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title={<Text fw={650}>{t('forms.leaveTitle')}</Text>}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
    >
      <Stack>
        <Text size="sm">{t('forms.leaveText')}</Text>
        <Group gap="xs">
          <Button color="red" onClick={() => proceed?.()}>
            {t('forms.leave')}
          </Button>
          <Button variant="default" onClick={() => reset?.()} data-autofocus>
            {t('actions.cancel')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
