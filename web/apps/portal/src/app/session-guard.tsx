import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { api, queries } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { formatCountdown } from '@portico/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { lastCallAt, noteCall, sessionEnd, shouldExtend, warningMs } from './session-clock';
import { useSession } from './session';
import { useSignOut } from './sign-out';

// Warns two minutes before the session ends (ACC-23), offers to stay, and asks the server when the time is over.
export function SessionGuard() {
  const { t } = useTranslation(['account', 'common']);
  const session = useSession();
  const queryClient = useQueryClient();
  const signOut = useSignOut();
  const [now, setNow] = useState(() => Date.now());
  const [busy, setBusy] = useState(false);

  const refresh = async () => {
    noteCall(Date.now());
    queryClient.setQueryData(queries.session().queryKey, await api.extendSession());
  };

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);

  useEffect(() => {
    const acted = () => {
      if (!shouldExtend(session, lastCallAt(), Date.now())) return;
      const end = sessionEnd(session, lastCallAt());
      if (end && end.at - Date.now() > warningMs) void refresh().catch(() => undefined);
    };
    const kinds = ['pointerdown', 'keydown', 'wheel'] as const;
    kinds.forEach((kind) => window.addEventListener(kind, acted, { passive: true }));
    return () => kinds.forEach((kind) => window.removeEventListener(kind, acted));
  });

  const end = sessionEnd(session, lastCallAt());
  const left = end ? end.at - now : Infinity;
  const over = left <= 0;
  useEffect(() => {
    if (over) void queryClient.invalidateQueries({ queryKey: queries.session().queryKey, exact: true });
  }, [over, queryClient]);

  if (!end || left > warningMs) return null;
  const stay = async () => {
    setBusy(true);
    await refresh().catch(() => undefined);
    setBusy(false);
  };
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      title={<Text fw={650}>{t('session.endsSoon')}</Text>}
    >
      <Stack>
        <Text size="sm" aria-live="polite">
          {end.cause === 'idle'
            ? t('session.idleText', { left: formatCountdown(left) })
            : t('session.absoluteText', { left: formatCountdown(left) })}
        </Text>
        <Group gap="xs">
          {end.cause === 'idle' && (
            <Button loading={busy} onClick={() => void stay()} data-autofocus>
              {t('session.stay')}
            </Button>
          )}
          <Button variant="default" onClick={() => void signOut()}>
            {t('session.signOut')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
