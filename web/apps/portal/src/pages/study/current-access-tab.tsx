import { ActionIcon, Badge, Box, Group, Stack, Text, Tooltip } from '@mantine/core';
import { api, queries, type CurrentAccess } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Confirm, EmptyState, Loaded, LoadMore, useFormat } from '@portico/ui';
import { IconLock } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sourceText, whyText } from '../studies/cells';

type Reason = CurrentAccess['reasons'][number];

interface Revoking {
  who: CurrentAccess;
  grantId: string;
}

function ReasonLine({
  reason,
  who,
  onRevoke,
}: {
  reason: Reason;
  who: string;
  onRevoke: (grantId: string) => void;
}) {
  const { t } = useTranslation(['studies', 'common']);
  const format = useFormat();
  const facts = [
    reason.grantedBy ? t('study.grantedBy', { name: reason.grantedBy }) : '',
    reason.since ? t('study.since', { date: format.moment(reason.since) }) : '',
    reason.until ? t('study.until', { date: format.moment(reason.until) }) : '',
  ].filter(Boolean);
  const label = t('access.revoke', { name: who });
  return (
    <Group wrap="nowrap" gap="sm" align="flex-start">
      <Badge
        variant="light"
        color={reason.source === 'explicit' ? 'teal' : 'gray'}
        tt="none"
        style={{ flex: 'none' }}
      >
        {sourceText(reason.source)}
      </Badge>
      <Box style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm">{whyText(reason)}</Text>
        {facts.length > 0 && (
          <Text size="xs" c="dimmed">
            {facts.join(' · ')}
          </Text>
        )}
        {reason.note && (
          <Text size="xs" c="dimmed">
            {reason.note === 'uploaded_it' ? t('access.uploaded') : t('access.noteOf', { note: reason.note })}
          </Text>
        )}
      </Box>
      {reason.grantId && (
        <Tooltip label={label}>
          <ActionIcon
            variant="light"
            color="red"
            size="lg"
            aria-label={label}
            onClick={() => reason.grantId && onRevoke(reason.grantId)}
          >
            <IconLock size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

// Everybody who can see the study and why; what was granted by hand can be withdrawn here.
export function CurrentAccessTab({ study }: { study: string }) {
  const { t } = useTranslation(['studies', 'common']);
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(queries.currentAccess(study));
  const [revoking, setRevoking] = useState<Revoking | null>(null);
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
  const others = (revoking?.who.reasons ?? []).filter((reason) => reason.grantId !== revoking?.grantId);

  return (
    <Loaded query={list}>
      {() => (
        <>
          {people.length === 0 && <EmptyState>{t('access.currentEmpty')}</EmptyState>}
          {people.map((person) => (
            <Box key={person.membershipId} py="sm" className="line">
              <Text size="sm" fw={600}>
                {person.name}
              </Text>
              <Text size="xs" c="dimmed" mb={6}>
                {[person.accountName === person.name ? '' : person.accountName, person.role]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
              <Stack gap={8}>
                {person.reasons.map((reason, index) => (
                  <ReasonLine
                    key={reason.grantId ?? index}
                    reason={reason}
                    who={person.name}
                    onRevoke={(grantId) => setRevoking({ who: person, grantId })}
                  />
                ))}
              </Stack>
            </Box>
          ))}
          <LoadMore query={list} />
          <Confirm
            opened={revoking !== null}
            onClose={() => setRevoking(null)}
            title={t('access.revokeTitle')}
            actionLabel={t('access.revoke', { name: revoking?.who.name ?? '' })}
            onConfirm={async () => {
              if (revoking) await api.revoke(revoking.grantId);
              await queryClient.invalidateQueries({ queryKey: ['access'] });
            }}
          >
            <Text size="sm">{t('access.revokeText', { name: revoking?.who.name ?? '' })}</Text>
            {others.length > 0 && (
              <Text size="sm">
                {t('access.revokeOther', {
                  reasons: others.map((reason) => sourceText(reason.source)).join(', '),
                })}
              </Text>
            )}
          </Confirm>
        </>
      )}
    </Loaded>
  );
}
