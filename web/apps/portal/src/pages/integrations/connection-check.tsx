import { Button, Group, Stack, Text } from '@mantine/core';
import type { Check } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { errorText } from '@portico/ui';
import { IconCheck, IconPlugConnected, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { problemText } from '../pull/problem';

interface ConnectionCheckProps {
  name: string;
  check: () => Promise<Check>;
}

// Asks another system whether it is there; the answer stays beside the button.
export function ConnectionCheck({ name, check }: ConnectionCheckProps) {
  const { t } = useTranslation(['integrations', 'pull', 'common']);
  const asking = useMutation({ mutationFn: check });
  const { data, error } = asking;
  const wrong = error ? errorText(error) : data && !data.ok ? problemText(data.problem) : null;
  return (
    <Stack gap={4} align="flex-start">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlugConnected size={16} aria-hidden />}
        loading={asking.isPending}
        aria-label={t('connection.checkNamed', { name })}
        onClick={() => asking.mutate()}
      >
        {t('connection.check')}
      </Button>
      <Group gap={4} wrap="nowrap" role="status" align="flex-start">
        {data?.ok && <IconCheck size={16} aria-hidden style={{ flex: 'none' }} />}
        {wrong && <IconX size={16} aria-hidden style={{ flex: 'none' }} />}
        {(data?.ok || wrong) && (
          <Text size="xs" c={wrong ? 'red' : undefined} maw={220}>
            {wrong ?? t('connection.ok')}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
