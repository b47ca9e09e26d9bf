import { Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { IconCheck } from '@tabler/icons-react';
import type { Presence } from './presence';
import { problemText } from './problem';

// "Here", "12 of 40 here", or how far a pull is.
export function PresenceCell({ presence }: { presence: Presence }) {
  const { t } = useTranslation('pull');
  switch (presence.kind) {
    case 'whole':
      return (
        <Text size="sm" fw={600} style={{ whiteSpace: 'nowrap' }}>
          <IconCheck size={15} aria-hidden style={{ verticalAlign: -2 }} /> {t('presence.whole')}
        </Text>
      );
    case 'part':
      return (
        <Text size="sm">
          {presence.of === null
            ? t('presence.some', { here: presence.here })
            : t('presence.part', { here: presence.here, of: presence.of })}
        </Text>
      );
    case 'coming': {
      const { total, received, state } = presence.pull;
      const words =
        state === 'waiting'
          ? t('presence.waiting')
          : total > 0
            ? t('presence.pulling', { received, total })
            : t('presence.starting');
      return (
        <Stack gap={2}>
          <Text size="sm">{words}</Text>
          {total > 0 && <Progress value={(100 * received) / total} aria-label={words} />}
        </Stack>
      );
    }
    case 'failed':
      return (
        <div>
          <Text size="sm" c="red">
            {t('presence.failed')}
          </Text>
          <Text size="xs">{problemText(presence.pull.problem)}</Text>
        </div>
      );
    case 'none':
      return (
        <Text size="sm" c="dimmed">
          {t('presence.none')}
        </Text>
      );
  }
}
