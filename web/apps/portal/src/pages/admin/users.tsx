import {
  Badge,
  Box,
  Button,
  Checkbox,
  CloseButton,
  Drawer,
  Group,
  Stack,
  Switch,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { api, queries, type TenantUser } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { EmptyState, Loaded, LoadMore, Moment, Page, ScrollX } from '@portico/ui';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';
import { longEnough, NewPassword } from '../start/new-password';

interface RoleChoiceProps {
  id: string;
  value?: string[];
  onChange: (value: string[]) => void;
  error?: React.ReactNode;
}

function RoleChoice({ id, value, onChange, error }: RoleChoiceProps) {
  const { t } = useTranslation(['admin', 'common']);
  const roles = useQuery(queries.roles('tenant'));
  return (
    <Loaded query={roles} rows={2}>
      {() => (
        <Checkbox.Group
          id={id}
          tabIndex={-1}
          label={t('users.roles')}
          description={t('users.rolesHelp')}
          value={value}
          onChange={onChange}
          error={error}
        >
          <Stack gap={8} mt="xs">
            {roles.data?.map((role) => (
              <Checkbox key={role.id} value={role.id} label={role.name} description={role.description} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </Loaded>
  );
}

function NewUser({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation(['admin', 'common', 'account']);
  const required = filled(t('common:forms.required'));
  const { busy, submit, head, field } = useApiForm({
    initialValues: { name: '', email: '', temporaryPassword: '', roleIds: [] as string[] },
    validate: {
      name: required,
      email: required,
      temporaryPassword: longEnough(t('account:fields.passwordShort')),
      roleIds: (value) => (value.length === 0 ? t('users.roleNeeded') : null),
    },
    guard: false,
    save: async (values) => {
      await api.createUser(values);
      notifications.show({ color: 'green', message: t('users.created', { name: values.name }) });
      onDone();
    },
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <TextInput label={t('account:fields.name')} autoComplete="off" data-autofocus {...field('name')} />
        <TextInput label={t('account:fields.email')} type="email" autoComplete="off" {...field('email')} />
        <NewPassword
          label={t('users.temporaryPassword')}
          description={t('users.temporaryPasswordHelp')}
          {...field('temporaryPassword')}
        />
        <RoleChoice {...field('roleIds')} />
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t('users.add')}
        </Button>
      </Stack>
    </form>
  );
}

function EditUser({ user, onDone }: { user: TenantUser; onDone: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const { form, busy, submit, head, field } = useApiForm({
    initialValues: { roleIds: user.roles.map((role) => role.id), enabled: user.enabled },
    validate: { roleIds: (value) => (value.length === 0 ? t('users.roleNeeded') : null) },
    guard: false,
    save: async (values) => {
      await api.changeUser(user.id, { ...values, version: user.version });
      notifications.show({ color: 'green', message: t('common:states.saved') });
      onDone();
    },
  });
  if (user.isOwner) return <Text size="sm">{t('users.ownerText')}</Text>;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <RoleChoice {...field('roleIds')} />
        <Switch
          label={t('users.enabled')}
          description={t('users.enabledHelp', { name: user.name })}
          {...field('enabled', 'checkbox')}
        />
        <Button type="submit" loading={busy} disabled={!form.isDirty()} style={{ alignSelf: 'flex-start' }}>
          {t('common:actions.save')}
        </Button>
      </Stack>
    </form>
  );
}

export function UserState({ enabled }: { enabled: boolean }) {
  const { t } = useTranslation(['admin', 'common']);
  return (
    <Badge variant="light" color={enabled ? 'green' : 'gray'} tt="none">
      {enabled ? t('users.active') : t('users.disabled')}
    </Badge>
  );
}

export function UsersPage() {
  const { t } = useTranslation(['admin', 'common', 'account']);
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const list = useInfiniteQuery({ ...queries.users(q), placeholderData: (previous) => previous });
  const users = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [editing, setEditing] = useState<TenantUser | 'new' | null>(null);
  const done = () => {
    setEditing(null);
    void queryClient.invalidateQueries({ queryKey: ['users'] });
    void queryClient.invalidateQueries({ queryKey: ['roles'] });
  };

  return (
    <Page
      title={t('users.title')}
      lead={t('users.lead')}
      helpHref="/help#roles"
      action={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEditing('new')}>
          {t('users.add')}
        </Button>
      }
    >
      <TextInput
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-label={t('users.search')}
        placeholder={t('users.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          text ? (
            <CloseButton size="sm" aria-label={t('common:actions.clear')} onClick={() => setText('')} />
          ) : null
        }
        maw={420}
      />
      <Loaded query={list}>
        {() =>
          users.length === 0 ? (
            <EmptyState>{t('users.empty')}</EmptyState>
          ) : (
            <Box>
              <ScrollX label={t('users.title')} folds>
                <Table verticalSpacing={8} miw={{ base: 0, sm: 640 }} highlightOnHover>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('account:fields.name')}</Table.Th>
                      <Table.Th>{t('users.roles')}</Table.Th>
                      <Table.Th>{t('users.lastSignIn')}</Table.Th>
                      <Table.Th>{t('users.state')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {users.map((user) => (
                      <Table.Tr key={user.id} onClick={() => setEditing(user)} style={{ cursor: 'pointer' }}>
                        <Table.Td>
                          <button type="button" className="row-button" onClick={() => setEditing(user)}>
                            {user.name}
                          </button>
                          <Text size="xs" c="dimmed">
                            {user.email}
                          </Text>
                        </Table.Td>
                        <Table.Td>
                          <Group gap={4}>
                            {user.isOwner && (
                              <Badge variant="light" tt="none">
                                {t('users.owner')}
                              </Badge>
                            )}
                            {user.roles.map((role) => (
                              <Badge key={role.id} variant="light" color="gray" tt="none">
                                {role.name}
                              </Badge>
                            ))}
                          </Group>
                        </Table.Td>
                        <Table.Td>
                          {user.lastSignInAt ? <Moment at={user.lastSignInAt} relative /> : t('users.never')}
                        </Table.Td>
                        <Table.Td>
                          <UserState enabled={user.enabled} />
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </ScrollX>
              <LoadMore query={list} />
            </Box>
          )
        }
      </Loaded>
      <Drawer
        opened={editing !== null}
        onClose={() => setEditing(null)}
        position="right"
        size={460}
        title={<Text fw={650}>{editing === 'new' ? t('users.add') : editing?.name}</Text>}
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        {editing === 'new' && <NewUser onDone={done} />}
        {editing && editing !== 'new' && <EditUser user={editing} onDone={done} />}
      </Drawer>
    </Page>
  );
}
