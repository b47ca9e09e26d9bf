import { Anchor, Box, Group } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { RowsSkeleton } from '@portico/ui';
import { Link, Outlet } from '@tanstack/react-router';
import { Suspense, type ReactNode } from 'react';
import { Logo } from '../../app/logo';
import { useSession } from '../../app/session';

// The frame of pages that everybody may read, signed in or not.
export function OpenFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['account', 'common']);
  const session = useSession();
  return (
    <>
      <Box
        component="header"
        px="md"
        h={52}
        style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}
      >
        <Group h="100%" justify="space-between">
          <Logo />
          <Anchor component={Link} to={session.user ? '/' : '/sign-in'} size="sm">
            {session.user ? t('open.back') : t('signIn.action')}
          </Anchor>
        </Group>
      </Box>
      <Box component="main" p={{ base: 'sm', sm: 'lg' }} maw={960} mx="auto">
        <Suspense fallback={<RowsSkeleton />}>{children}</Suspense>
      </Box>
    </>
  );
}

export const OpenLayout = () => (
  <OpenFrame>
    <Outlet />
  </OpenFrame>
);
