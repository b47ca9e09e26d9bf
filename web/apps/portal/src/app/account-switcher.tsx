import { Button, Menu, Text } from '@mantine/core';
import { api, queries } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { homeFor } from './navigation';
import { useSession } from './session';

// The active account, always visible (ACC-1); a menu for those who have several.
export function AccountSwitcher() {
  const { t } = useTranslation(['account', 'common']);
  const session = useSession();
  const queryClient = useQueryClient();
  const router = useRouter();
  if (!session.account) return null;

  if (session.memberships.length < 2) {
    return (
      <Text size="sm" c="dimmed" truncate maw={{ base: 130, xs: 260 }} title={session.account.name}>
        {session.account.name}
      </Text>
    );
  }

  const change = async (membershipId: string) => {
    if (membershipId === session.membershipId) return;
    const next = await api.switchMembership(membershipId);
    // Everything known belonged to the other account.
    queryClient.clear();
    queryClient.setQueryData(queries.session().queryKey, next);
    await router.navigate({ to: homeFor(next) });
    await router.invalidate();
  };

  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          rightSection={<IconSelector size={14} aria-hidden />}
          aria-label={t('switcher.label', { account: session.account.name })}
          maw={{ base: 150, xs: 280 }}
        >
          <Text size="sm" truncate>
            {session.account.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('switcher.title')}</Menu.Label>
        {session.memberships.map(({ id, account }) => (
          <Menu.Item
            key={id}
            onClick={() => void change(id)}
            rightSection={
              id === session.membershipId ? <IconCheck size={16} aria-label={t('switcher.active')} /> : null
            }
          >
            <Text size="sm">{account.name}</Text>
            <Text size="xs" c="dimmed">
              {t(`kinds.${account.kind}`)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
