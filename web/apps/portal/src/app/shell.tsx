import { AppShell, Box, Burger, Drawer, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { queries } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { RowsSkeleton } from '@portico/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { AccountSwitcher } from './account-switcher';
import { Logo } from './logo';
import { navigationFor, type NavigationEntry, type NavigationGroup } from './navigation';
import { navigationIcons } from './navigation-icons';
import { ProfileMenu } from './profile-menu';
import { FailedAttempts } from './failed-attempts';
import { isStaff, useSession } from './session';
import classes from './shell.module.css';

const groups: NavigationGroup[] = ['main', 'clinician-portal', 'administration'];

function Entries({ entries, onGo }: { entries: NavigationEntry[]; onGo?: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  const { pathname } = useLocation();
  return (
    <>
      {groups.map((group) => {
        const own = entries.filter((entry) => entry.group === group);
        if (own.length === 0) return null;
        return (
          <Box key={group} className={classes.group}>
            {group !== 'main' && (
              <Text size="xs" c="dimmed" px="sm" pt="xs" pb={4} fw={600}>
                {t(`navigation.groups.${group}`)}
              </Text>
            )}
            {own.map((entry) => {
              const Icon = navigationIcons[entry.id];
              const active = pathname === entry.to || pathname.startsWith(`${entry.to}/`);
              return (
                <NavLink
                  key={entry.id}
                  component={Link}
                  to={entry.to}
                  label={t(`navigation.${entry.id}`)}
                  leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
                  active={active}
                  aria-current={active ? 'page' : undefined}
                  onClick={onGo}
                  className={classes.entry}
                />
              );
            })}
          </Box>
        );
      })}
    </>
  );
}

// Staff have a bar at the left; clinicians, with their few entries, a row at the top; both a drawer on a phone.
export function Shell() {
  const { t } = useTranslation();
  const session = useSession();
  const bar = isStaff(session);
  const departments = useQuery({ ...queries.uploadDepartments(), enabled: !bar });
  const entries = navigationFor(session, (departments.data?.length ?? 0) > 0);
  const [opened, drawer] = useDisclosure(false);
  const { pathname } = useLocation();
  const { close } = drawer;
  useEffect(close, [pathname, close]);

  return (
    <AppShell
      header={{ height: 52 }}
      transitionDuration={0}
      navbar={bar ? { width: 216, breakpoint: 'md', collapsed: { mobile: true } } : undefined}
      padding={0}
    >
      <a className="skip-link" href="#content">
        {t('actions.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={opened}
            onClick={drawer.toggle}
            hiddenFrom="md"
            size="sm"
            aria-label={opened ? t('actions.closeMenu') : t('actions.openMenu')}
          />
          <Logo />
          {!bar && (
            <Group
              component="nav"
              gap={4}
              ml="md"
              visibleFrom="md"
              aria-label={t('product')}
              className={classes.top}
            >
              <Entries entries={entries} />
            </Group>
          )}
          <Box style={{ flex: 1 }} />
          <AccountSwitcher />
          <ProfileMenu />
        </Group>
      </AppShell.Header>
      {bar && (
        <AppShell.Navbar p="xs" style={{ overflowY: 'auto' }} aria-label={t('product')}>
          <Entries entries={entries} />
        </AppShell.Navbar>
      )}
      <Drawer
        opened={opened}
        onClose={drawer.close}
        size={280}
        title={<Logo />}
        closeButtonProps={{ 'aria-label': t('actions.closeMenu') }}
      >
        <nav aria-label={t('product')}>
          <Entries entries={entries} onGo={drawer.close} />
        </nav>
      </Drawer>
      <AppShell.Main className={classes.main}>
        <div id="content" tabIndex={-1} className={classes.content}>
          <FailedAttempts />
          <Suspense fallback={<RowsSkeleton />}>
            <Outlet />
          </Suspense>
        </div>
      </AppShell.Main>
    </AppShell>
  );
}
