import { Alert, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { queries } from '@portico/api';
import { localeFor, useTranslation } from '@portico/i18n';
import { useQuery } from '@tanstack/react-query';

// Text messages cost money: how many the month has seen, and how many it may see (GEN-10).
export function Usage() {
  const { t, i18n } = useTranslation('messages');
  const usage = useQuery(queries.messageUsage()).data;
  if (!usage) return null;
  const { month, sms, limit } = usage;
  const monthName = new Date(`${month}-01T00:00:00Z`).toLocaleDateString(localeFor(i18n.language), {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const title = t('usage', { month: monthName });
  const full = sms >= limit;
  const missing = [
    ...(usage.mailChannel === 'log' ? [t('mailIsLog')] : []),
    ...(usage.smsChannel === 'log' ? [t('smsIsLog')] : []),
  ];
  return (
    <Stack gap="xs">
      {missing.length > 0 && (
        <Alert color="yellow" p="xs">
          {missing.map((text) => (
            <Text key={text} size="sm">
              {text}
            </Text>
          ))}
        </Alert>
      )}
      <Paper withBorder p="sm" maw={520}>
        <Group justify="space-between" gap="xs">
          <Text size="sm" fw={600}>
            {title}
          </Text>
          <Text size="sm" data-usage={sms}>
            {t('usageOf', { sms, limit })}
          </Text>
        </Group>
        <Progress
          mt={6}
          value={limit > 0 ? (100 * sms) / limit : 100}
          color={full ? 'red' : undefined}
          aria-label={title}
        />
        <Text size="xs" c={full ? 'red' : 'dimmed'} mt={6}>
          {full ? `${t('limitReached')} ` : ''}
          {t('usageHelp')}
        </Text>
      </Paper>
    </Stack>
  );
}
