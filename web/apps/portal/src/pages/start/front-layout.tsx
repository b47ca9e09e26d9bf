import { Anchor, Box, Center, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { RowsSkeleton } from '@portico/ui';
import { Link, Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { LanguageChooser } from '../../app/language';
import { useSession } from '../../app/session';

// The quiet frame of the pages before sign-in.
export function FrontLayout() {
  const { t } = useTranslation(['account', 'common']);
  const session = useSession();
  return (
    <Box
      mih="100dvh"
      bg="light-dark(var(--mantine-color-gray-0), var(--mantine-color-dark-8))"
      component="main"
    >
      <Center p="md" pt={{ base: 24, sm: 64 }} style={{ alignItems: 'flex-start' }}>
        <Stack w="100%" maw={560} gap="lg">
          <Group gap="sm" justify="center">
            <img src="/icon.svg" alt="" width={40} height={40} />
            <div>
              <Text fw={700} fz={22} lh={1.1}>
                {t('common:product')}
              </Text>
              <Text size="sm" c="dimmed">
                {t('common:tagline')}
              </Text>
            </div>
          </Group>
          <Paper withBorder p={{ base: 'md', sm: 'xl' }} shadow="xs">
            <Suspense fallback={<RowsSkeleton rows={4} />}>
              <Outlet />
            </Suspense>
          </Paper>
          <Group justify="center" gap="md">
            <LanguageChooser />
            {session.demonstration && (
              <Anchor component={Link} to="/demo/messages" size="sm">
                {t('demo.messages')}
              </Anchor>
            )}
            <Anchor component={Link} to="/help" size="sm">
              {t('profile.help')}
            </Anchor>
            <Anchor component={Link} to="/about" size="sm">
              {t('profile.about')}
            </Anchor>
          </Group>
        </Stack>
      </Center>
    </Box>
  );
}
