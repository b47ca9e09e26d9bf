import {
  Badge,
  Box,
  Button,
  Group,
  NativeSelect,
  Paper,
  PasswordInput,
  SegmentedControl,
  Stack,
  Table,
  Tabs,
  Text,
  TextInput,
  useMantineColorScheme,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, queries, type OwnSession, type Preferences } from '@portico/api';
import { isLanguage, localeFor, setLanguage, useTranslation, wordsFor } from '@portico/i18n';
import {
  Confirm,
  dateFormats,
  deviceName,
  ErrorState,
  formatDay,
  Loaded,
  Moment,
  Page,
  ScrollX,
} from '@portico/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { languageChoices } from '../../app/language';
import { useSession } from '../../app/session';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';
import { longEnough, NewPassword } from '../start/new-password';

const tabs = ['details', 'password', 'sessions', 'history', 'display'] as const;

function Details() {
  const { t, i18n } = useTranslation(['account', 'common']);
  const { user } = useSession();
  const queryClient = useQueryClient();
  const { form, busy, submit, head, field } = useApiForm({
    initialValues: { name: user?.name ?? '', language: user?.language ?? i18n.language },
    validate: { name: filled(t('common:forms.required')) },
    save: async (values) => {
      await api.changeMe(values);
      if (isLanguage(values.language)) await setLanguage(values.language);
      await queryClient.invalidateQueries({ queryKey: ['session'], exact: true });
      // In the language that holds from now on.
      notifications.show({ color: 'green', message: i18n.t('common:states.saved') });
    },
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack maw={420}>
        {head}
        <TextInput label={t('fields.name')} autoComplete="name" {...field('name')} />
        <TextInput
          label={t('fields.email')}
          description={t('profile.emailHelp')}
          value={user?.email ?? ''}
          readOnly
        />
        <NativeSelect
          label={t('fields.language')}
          description={t('profile.languageHelp')}
          data={languageChoices}
          {...field('language')}
        />
        <Button type="submit" loading={busy} disabled={!form.isDirty()} style={{ alignSelf: 'flex-start' }}>
          {t('common:actions.save')}
        </Button>
      </Stack>
    </form>
  );
}

function Password() {
  const { t } = useTranslation(['account', 'common']);
  const { user } = useSession();
  const { form, busy, submit, head, field } = useApiForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: filled(t('common:forms.required')),
      newPassword: longEnough(t('fields.passwordShort')),
    },
    save: async (values) => {
      await api.changePassword(values);
      form.reset();
      notifications.show({ color: 'green', message: t('profile.passwordChanged') });
    },
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack maw={420}>
        {head}
        <input type="hidden" autoComplete="username" value={user?.email ?? ''} readOnly />
        <PasswordInput
          label={t('fields.currentPassword')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('fields.showPassword') }}
          {...field('currentPassword')}
        />
        <NewPassword {...field('newPassword')} />
        <Text size="sm" c="dimmed">
          {t('profile.passwordEffect')}
        </Text>
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t('profile.changePassword')}
        </Button>
      </Stack>
    </form>
  );
}

function SessionLine({ session, onEnd }: { session: OwnSession; onEnd: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  return (
    <Group component="li" wrap="nowrap" justify="space-between" p="md" className="line">
      <Box style={{ minWidth: 0 }}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            <span title={session.device}>{deviceName(session.device)}</span>
          </Text>
          {session.current && (
            <Badge variant="light" color="green" tt="none">
              {t('profile.thisDevice')}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {session.address} · {t('profile.since')} <Moment at={session.createdAt} /> · {t('profile.lastSeen')}{' '}
          <Moment at={session.lastSeenAt} relative />
        </Text>
      </Box>
      {!session.current && (
        <Button
          size="xs"
          variant="default"
          onClick={onEnd}
          aria-label={t('profile.endSessionOf', { device: deviceName(session.device) })}
        >
          {t('profile.endSession')}
        </Button>
      )}
    </Group>
  );
}

function Sessions() {
  const { t } = useTranslation(['account', 'common']);
  const queryClient = useQueryClient();
  const list = useQuery(queries.ownSessions());
  const refresh = () => queryClient.invalidateQueries({ queryKey: queries.ownSessions().queryKey });
  const end = useMutation({ mutationFn: api.endSession, onSuccess: refresh });
  const [endingAll, setEndingAll] = useState(false);
  const others = list.data?.some((session) => !session.current) ?? false;
  return (
    <Loaded query={list}>
      {() => (
        <Stack align="flex-start">
          {end.isError && <ErrorState error={end.error} />}
          <Paper withBorder component="ul" m={0} p={0} w="100%" style={{ listStyle: 'none' }}>
            {list.data?.map((session) => (
              <SessionLine key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
            ))}
          </Paper>
          {others ? (
            <Button variant="light" color="red" onClick={() => setEndingAll(true)}>
              {t('profile.endOthers')}
            </Button>
          ) : (
            <Text size="sm" c="dimmed">
              {t('profile.noOthers')}
            </Text>
          )}
          <Confirm
            opened={endingAll}
            onClose={() => setEndingAll(false)}
            title={t('profile.endOthers')}
            actionLabel={t('profile.endOthers')}
            onConfirm={async () => {
              await api.endOtherSessions();
              await refresh();
            }}
          >
            {t('profile.endOthersText')}
          </Confirm>
        </Stack>
      )}
    </Loaded>
  );
}

const resultColors: Record<string, string> = {
  success: 'green',
  wrong_password: 'yellow',
  locked: 'red',
  disabled: 'red',
};

function SignInHistory() {
  const { t } = useTranslation(['account', 'common']);
  const list = useQuery(queries.signInHistory());
  return (
    <Loaded query={list}>
      {() => (
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {t('profile.historyLead')}
          </Text>
          <ScrollX label={t('profile.tabs.history')} folds>
            <Table verticalSpacing={7} miw={{ base: 0, sm: 560 }}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('profile.when')}</Table.Th>
                  <Table.Th>{t('profile.result')}</Table.Th>
                  <Table.Th>{t('profile.device')}</Table.Th>
                  <Table.Th>{t('profile.address')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.data?.map((attempt, index) => (
                  <Table.Tr key={index}>
                    <Table.Td>
                      <Moment at={attempt.at} />
                    </Table.Td>
                    <Table.Td>
                      <Badge variant="light" color={resultColors[attempt.result] ?? 'gray'} tt="none">
                        {wordsFor('account', `profile.results.${attempt.result}`) ?? attempt.result}
                      </Badge>
                    </Table.Td>
                    <Table.Td title={attempt.device}>{deviceName(attempt.device)}</Table.Td>
                    <Table.Td>{attempt.address}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollX>
        </Stack>
      )}
    </Loaded>
  );
}

function Display() {
  const { t, i18n } = useTranslation(['account', 'common']);
  const queryClient = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const query = useQuery(queries.preferences());
  const key = queries.preferences().queryKey;
  const save = useMutation({
    mutationFn: async (next: Preferences) => {
      queryClient.setQueryData(key, next);
      setColorScheme(next.theme);
      await api.savePreferences(next);
    },
  });
  const example = '2026-11-21';
  const locale = localeFor(i18n.language);
  const sample = (dateFormat: string | null) => formatDay(example, { locale, dateFormat, timeFormat: null });
  return (
    <Loaded query={query}>
      {() => {
        const preferences = query.data;
        if (!preferences) return null;
        return (
          <Stack maw={420}>
            {save.isError && <ErrorState error={save.error} />}
            <div>
              <Text size="sm" fw={500} mb={6} id="theme-label">
                {t('profile.theme')}
              </Text>
              <SegmentedControl
                aria-labelledby="theme-label"
                fullWidth
                value={preferences.theme}
                onChange={(theme) => save.mutate({ ...preferences, theme })}
                data={(['auto', 'light', 'dark'] as const).map((value) => ({
                  value,
                  label: t(`profile.themes.${value}`),
                }))}
              />
            </div>
            <NativeSelect
              label={t('profile.dateFormat')}
              value={preferences.dateFormat ?? ''}
              onChange={(event) =>
                save.mutate({ ...preferences, dateFormat: event.currentTarget.value || null })
              }
              data={[
                { value: '', label: t('profile.dateLocale', { example: sample(null) }) },
                ...dateFormats.map((format) => ({ value: format, label: sample(format) })),
              ]}
            />
            <NativeSelect
              label={t('profile.timeFormat')}
              value={preferences.timeFormat ?? '24'}
              onChange={(event) =>
                save.mutate({ ...preferences, timeFormat: event.currentTarget.value === '12' ? '12' : '24' })
              }
              data={[
                { value: '24', label: t('profile.timeFormats.24') },
                { value: '12', label: t('profile.timeFormats.12') },
              ]}
            />
          </Stack>
        );
      }}
    </Loaded>
  );
}

const panels = {
  details: Details,
  password: Password,
  sessions: Sessions,
  history: SignInHistory,
  display: Display,
};

export function ProfilePage() {
  const { t } = useTranslation(['account', 'common']);
  const { tab } = useParams({ from: '/signed-in/shell/profile/$tab' });
  const navigate = useNavigate();
  const current = tabs.find((one) => one === tab) ?? 'details';
  const Panel = panels[current];
  return (
    <Page title={t('profile.title')} lead={t('profile.lead')} helpHref="/help#profile" width="text">
      <Tabs
        value={current}
        onChange={(next) => void navigate({ to: '/profile/$tab', params: { tab: next ?? 'details' } })}
      >
        <Tabs.List>
          {tabs.map((one) => (
            <Tabs.Tab
              key={one}
              value={one}
              ref={
                one === current
                  ? (tab) => tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
                  : undefined
              }
            >
              {t(`profile.tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((one) => (
          <Tabs.Panel key={one} value={one} pt="md">
            {one === current && <Panel />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
