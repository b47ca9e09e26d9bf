import { Anchor, Box, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { IconHelpCircle } from '@tabler/icons-react';
import { useEffect, type ReactNode } from 'react';

interface PageProps {
  title: string;
  // One line of what the page is for.
  lead?: ReactNode;
  action?: ReactNode;
  // Address of the help for this page.
  helpHref?: string;
  // Shown above the title: the way back, below two levels.
  above?: ReactNode;
  width?: 'form' | 'text' | 'full';
  // As high as the window, for a list that scrolls by itself.
  fill?: boolean;
  children: ReactNode;
}

const filled = { height: 'calc(100dvh - 52px - 40px)', minHeight: 460 };
const widths = { form: 760, text: 960, full: undefined };

export function Page({
  title,
  lead,
  action,
  helpHref,
  above,
  width = 'full',
  fill = false,
  children,
}: PageProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} – Portico`;
  }, [title]);
  return (
    <Stack gap="md" maw={widths[width]} w="100%" style={fill ? filled : undefined}>
      {above}
      <Group justify="space-between" align="flex-start" gap="sm" wrap="wrap">
        <Box style={{ minWidth: 0, flex: '1 1 260px' }}>
          <Group gap={6} align="center" wrap="nowrap">
            <Title order={1}>{title}</Title>
            {helpHref && (
              <Anchor
                href={helpHref}
                aria-label={t('help.of', { page: title })}
                title={t('help.title')}
                c="dimmed"
                display="inline-flex"
              >
                <IconHelpCircle size={18} aria-hidden />
              </Anchor>
            )}
          </Group>
          {lead && (
            <Text c="dimmed" size="sm" mt={2}>
              {lead}
            </Text>
          )}
        </Box>
        {action && <Group gap="xs">{action}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
