import { Alert, Stack, Text } from '@mantine/core';
import { queries, type RecallNotice } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Moment, useFormat } from '@portico/ui';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

// In the place of studies that were withdrawn after the reader saw them: nothing of the patient (STU-14).
export function RecallNotices() {
  const { t } = useTranslation(['keeping', 'common']);
  const format = useFormat();
  const notices = useQuery(queries.recallNotices()).data ?? [];
  if (notices.length === 0) return null;
  const words = (notice: RecallNotice) => ({
    modalities: notice.modalities,
    date: notice.studyDate ? format.day(notice.studyDate) : '',
    department: notice.department,
    reason: t(`recallReasons.${notice.reason}`),
  });
  return (
    <Alert color="yellow" variant="light" icon={<IconAlertTriangle aria-hidden />} title={t('notices.title')}>
      <Stack gap="xs" style={{ maxHeight: '10rem', overflowY: 'auto' }} tabIndex={0}>
        {notices.map((notice) => (
          <div key={notice.id} data-recall={notice.id}>
            <Text size="sm">{t(notice.whole ? 'notices.whole' : 'notices.part', words(notice))}</Text>
            <Text size="xs" c="dimmed">
              {t('notices.seen')} <Moment at={notice.recalledAt} /> · {t('notices.last')}{' '}
              <Moment at={notice.lastSeenAt} />
            </Text>
          </div>
        ))}
        <Text size="sm">{t('notices.more')}</Text>
      </Stack>
    </Alert>
  );
}
