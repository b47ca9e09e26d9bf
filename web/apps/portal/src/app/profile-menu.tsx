import { ActionIcon, Avatar, Menu, Text } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import {
  IconDevices,
  IconHelpCircle,
  IconHistory,
  IconInfoCircle,
  IconLock,
  IconLogout,
  IconMailOpened,
  IconSunMoon,
  IconUser,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { lastCallAt, sessionEnd } from './session-clock';
import { useSession } from './session';
import { useSignOut } from './sign-out';

export function initials(name: string): string {
  const words = name
    .split(/[\s.]+/)
    .filter((word) => !/^(dr|prof|mr|mrs|ms|dhr|mevr|mw|mme|mlle|herr|frau|pr)$/i.test(word) && word);
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}

export function ProfileMenu() {
  const { t } = useTranslation(['account', 'common']);
  const session = useSession();
  const signOut = useSignOut();
  const [minutes, setMinutes] = useState<number | null>(null);
  if (!session.user) return null;

  const measure = () => {
    const end = sessionEnd(session, lastCallAt());
    setMinutes(end ? Math.max(0, Math.ceil((end.at - Date.now()) / 60_000)) : null);
  };

  return (
    <Menu position="bottom-end" width={250} onOpen={measure}>
      <Menu.Target>
        <ActionIcon
          variant="transparent"
          size={36}
          radius="xl"
          aria-label={t('profile.menu', { name: session.user.name, initials: initials(session.user.name) })}
        >
          <Avatar size={32} radius="xl" color="teal" variant="filled" aria-hidden>
            {initials(session.user.name)}
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" c="var(--mantine-color-text)" fw={600} truncate>
            {session.user.name}
          </Text>
          <Text size="xs" truncate>
            {session.user.email}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to="/profile/details" leftSection={<IconUser size={16} aria-hidden />}>
          {t('profile.tabs.details')}
        </Menu.Item>
        <Menu.Item component={Link} to="/profile/password" leftSection={<IconLock size={16} aria-hidden />}>
          {t('profile.tabs.password')}
        </Menu.Item>
        <Menu.Item
          component={Link}
          to="/profile/sessions"
          leftSection={<IconDevices size={16} aria-hidden />}
        >
          {t('profile.tabs.sessions')}
        </Menu.Item>
        <Menu.Item component={Link} to="/profile/history" leftSection={<IconHistory size={16} aria-hidden />}>
          {t('profile.tabs.history')}
        </Menu.Item>
        <Menu.Item component={Link} to="/profile/display" leftSection={<IconSunMoon size={16} aria-hidden />}>
          {t('profile.tabs.display')}
        </Menu.Item>
        <Menu.Divider />
        {session.demonstration && (
          <Menu.Item
            component={Link}
            to="/demo/messages"
            leftSection={<IconMailOpened size={16} aria-hidden />}
          >
            {t('demo.messages')}
          </Menu.Item>
        )}
        <Menu.Item component={Link} to="/help" leftSection={<IconHelpCircle size={16} aria-hidden />}>
          {t('profile.help')}
        </Menu.Item>
        <Menu.Item component={Link} to="/about" leftSection={<IconInfoCircle size={16} aria-hidden />}>
          {t('profile.about')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          <Text size="sm">{t('session.signOut')}</Text>
          {minutes !== null && (
            <Text size="xs" c="dimmed">
              {t('session.remaining', { minutes })}
            </Text>
          )}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
