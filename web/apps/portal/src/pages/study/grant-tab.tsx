import {
  ActionIcon,
  Badge,
  Box,
  Button,
  Checkbox,
  Group,
  Stack,
  Text,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { api, queries, type GrantableClinician, type StudyRow } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { EmptyState, ErrorState, Loaded, LoadMore } from '@portico/ui';
import { IconKey, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { endOfDay, isPast } from './grant-end';

interface ClinicianLineProps {
  clinician: GrantableClinician;
  checked: boolean;
  busy: boolean;
  onCheck: (checked: boolean) => void;
  onGrant: () => void;
}

function ClinicianLine({ clinician, checked, busy, onCheck, onGrant }: ClinicianLineProps) {
  const { t } = useTranslation(['studies', 'common']);
  const grantLabel = t('access.grantOne', { name: clinician.name });
  return (
    <Group wrap="nowrap" gap="sm" py={8} className="line">
      <Checkbox
        size="sm"
        checked={checked}
        disabled={clinician.alreadyGranted}
        onChange={(event) => onCheck(event.currentTarget.checked)}
        aria-label={t('access.selectOne', { name: clinician.name })}
      />
      <Box style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" fw={600} truncate>
          {clinician.name}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {[
            clinician.accountName === clinician.name ? '' : clinician.accountName,
            clinician.speciality &&
              (wordsFor('account', `specialities.${clinician.speciality}`) ?? clinician.speciality),
            clinician.role,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Box>
      {clinician.alreadyGranted ? (
        <Badge variant="light" color="green" tt="none">
          {t('access.already')}
        </Badge>
      ) : (
        <Tooltip label={grantLabel}>
          <ActionIcon variant="light" size="lg" aria-label={grantLabel} loading={busy} onClick={onGrant}>
            <IconKey size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

export function GrantTab({ studies }: { studies: StudyRow[] }) {
  const { t } = useTranslation(['studies', 'common']);
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [until, setUntil] = useState('');
  const [note, setNote] = useState('');
  const list = useInfiniteQuery(queries.grantable(studies[0]?.id ?? '', q));
  const clinicians = list.data?.pages.flatMap((page) => page.items) ?? [];
  const past = isPast(until, new Date());

  const grant = useMutation({
    mutationFn: (membershipIds: string[]) =>
      api.grant({
        studyIds: studies.map((study) => study.id),
        membershipIds,
        endsAt: endOfDay(until),
        note: note.trim() || undefined,
      }),
    onSuccess: (_, membershipIds) => {
      setChosen(new Set());
      notifications.show({ color: 'green', message: t('access.granted', { count: membershipIds.length }) });
      void queryClient.invalidateQueries({ queryKey: ['access'] });
    },
  });

  const check = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };

  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-label={t('access.search')}
        placeholder={t('access.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        data-autofocus
      />
      <Group gap="sm" align="flex-start" wrap="wrap">
        <TextInput
          type="date"
          label={t('access.end')}
          description={t('access.endHelp')}
          value={until}
          error={past ? t('access.pastEnd') : null}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <Textarea
          label={t('access.note')}
          description={t('access.noteHelp')}
          autosize
          minRows={1}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          style={{ flex: '1 1 200px' }}
        />
      </Group>
      {grant.isError && <ErrorState error={grant.error} />}
      <Loaded query={list}>
        {() =>
          clinicians.length === 0 ? (
            <EmptyState>{t('access.nobody')}</EmptyState>
          ) : (
            <Box>
              {clinicians.map((clinician) => (
                <ClinicianLine
                  key={clinician.membershipId}
                  clinician={clinician}
                  checked={chosen.has(clinician.membershipId)}
                  busy={
                    grant.isPending &&
                    grant.variables.length === 1 &&
                    grant.variables[0] === clinician.membershipId
                  }
                  onCheck={(on) => check(clinician.membershipId, on)}
                  onGrant={() => {
                    if (!past) grant.mutate([clinician.membershipId]);
                  }}
                />
              ))}
              <LoadMore query={list} />
            </Box>
          )
        }
      </Loaded>
      <Box
        style={{ position: 'sticky', bottom: 0, background: 'var(--mantine-color-body)', paddingBlock: 8 }}
      >
        <Button
          leftSection={<IconKey size={16} aria-hidden />}
          disabled={chosen.size === 0 || past}
          loading={grant.isPending && grant.variables.length > 1}
          onClick={() => grant.mutate([...chosen])}
        >
          {t('access.grantSeveral', { count: chosen.size })}
        </Button>
      </Box>
    </Stack>
  );
}
