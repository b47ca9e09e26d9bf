import {
  ActionIcon,
  Alert,
  Badge,
  Box,
  Button,
  Checkbox,
  Code,
  CopyButton,
  Group,
  Modal,
  Stack,
  Table,
  Text,
  TextInput,
  VisuallyHidden,
} from '@mantine/core';
import { api, queries, type ApiKey, type NewApiKey } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Confirm, EmptyState, Loaded, LoadMore, Moment, Page, ScrollX } from '@portico/ui';
import { IconCheck, IconCopy, IconPlus, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../../app/session';
import { useApiForm } from '../../forms/use-api-form';
import { filled } from '../../forms/validate';
import { endOfDay } from '../study/grant-end';
import { keyState } from './key-state';
import { permissionName, permissionText } from './permission-text';

function NewKey({ onDone }: { onDone: (key: string) => void }) {
  const { t } = useTranslation(['admin', 'common', 'account', 'permissions']);
  const session = useSession();
  const catalogue = useQuery(queries.permissions()).data?.tenant ?? [];
  const { busy, submit, head, field } = useApiForm({
    initialValues: { name: '', permissions: [] as NewApiKey['permissions'], expiresAt: '' },
    validate: {
      name: filled(t('common:forms.required')),
      permissions: (value) => (value.length === 0 ? t('keys.permissionNeeded') : null),
    },
    guard: false,
    save: async (values) => {
      const { key } = await api.createApiKey({
        name: values.name.trim(),
        permissions: values.permissions,
        expiresAt: endOfDay(values.expiresAt),
      });
      onDone(key);
    },
  });
  const held: readonly string[] = session.permissions;
  const mine = catalogue.filter((permission) => session.isOwner || held.includes(permission.key));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <TextInput
          label={t('account:fields.name')}
          description={t('keys.nameHelp')}
          data-autofocus
          {...field('name')}
        />
        <TextInput
          type="date"
          label={t('keys.expires')}
          description={t('keys.expiresHelp')}
          {...field('expiresAt')}
        />
        <Checkbox.Group tabIndex={-1} label={t('keys.permissions')} {...field('permissions')}>
          <Stack gap={8} mt="xs">
            {mine.map((permission) => (
              <Checkbox
                key={permission.key}
                value={permission.key}
                label={permissionName('tenant', permission)}
                description={permissionText('tenant', permission)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t('keys.create')}
        </Button>
      </Stack>
    </form>
  );
}

function ShownOnce({ value, onClose }: { value: string; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  return (
    <Stack>
      <Alert variant="light" color="yellow">
        {t('keys.once')}
      </Alert>
      <Group wrap="nowrap" gap="xs">
        <Code block style={{ flex: 1, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {value}
        </Code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            >
              {copied ? t('common:actions.copied') : t('common:actions.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Button onClick={onClose} style={{ alignSelf: 'flex-start' }}>
        {t('keys.stored')}
      </Button>
    </Stack>
  );
}

const stateColors = { active: 'green', expired: 'gray', revoked: 'red' };

export function ApiKeysPage() {
  const { t } = useTranslation(['admin', 'common', 'account']);
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(queries.apiKeys());
  const keys = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['api-keys'] });

  return (
    <Page
      title={t('keys.title')}
      lead={t('keys.lead')}
      helpHref="/help#machines"
      action={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
          {t('keys.create')}
        </Button>
      }
    >
      <Loaded query={list}>
        {() =>
          keys.length === 0 ? (
            <EmptyState>{t('keys.empty')}</EmptyState>
          ) : (
            <Box>
              <ScrollX label={t('keys.title')} folds>
                <Table verticalSpacing={8} miw={{ base: 0, sm: 680 }}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('account:fields.name')}</Table.Th>
                      <Table.Th>{t('keys.permissions')}</Table.Th>
                      <Table.Th>{t('keys.expires')}</Table.Th>
                      <Table.Th>{t('keys.lastUsed')}</Table.Th>
                      <Table.Th>{t('users.state')}</Table.Th>
                      <Table.Th w={50}>
                        <VisuallyHidden>{t('common:actions.more')}</VisuallyHidden>
                      </Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {keys.map((key) => {
                      const state = keyState(key, new Date());
                      return (
                        <Table.Tr key={key.id}>
                          <Table.Td>
                            <Text size="sm" fw={600}>
                              {key.name}
                            </Text>
                            <Text size="xs" c="dimmed">
                              {t('common:history.by', { name: key.createdBy })}
                            </Text>
                          </Table.Td>
                          <Table.Td>{t('keys.permissionCount', { count: key.permissions.length })}</Table.Td>
                          <Table.Td>
                            {key.expiresAt ? <Moment at={key.expiresAt} /> : t('keys.noEnd')}
                          </Table.Td>
                          <Table.Td>
                            {key.lastUsedAt ? <Moment at={key.lastUsedAt} relative /> : t('users.never')}
                          </Table.Td>
                          <Table.Td>
                            <Badge variant="light" color={stateColors[state]} tt="none">
                              {t(`keys.states.${state}`)}
                            </Badge>
                          </Table.Td>
                          <Table.Td>
                            {state === 'active' && (
                              <ActionIcon
                                variant="subtle"
                                color="red"
                                aria-label={t('keys.revoke', { name: key.name })}
                                title={t('keys.revoke', { name: key.name })}
                                onClick={() => setRevoking(key)}
                              >
                                <IconTrash size={18} aria-hidden />
                              </ActionIcon>
                            )}
                          </Table.Td>
                        </Table.Tr>
                      );
                    })}
                  </Table.Tbody>
                </Table>
              </ScrollX>
              <LoadMore query={list} />
            </Box>
          )
        }
      </Loaded>
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title={<Text fw={650}>{t('keys.create')}</Text>}
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        <NewKey
          onDone={(key) => {
            setAdding(false);
            setShown(key);
            void refresh();
          }}
        />
      </Modal>
      <Modal
        opened={shown !== null}
        onClose={() => undefined}
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
        title={<Text fw={650}>{t('keys.newKey')}</Text>}
      >
        {shown && <ShownOnce value={shown} onClose={() => setShown(null)} />}
      </Modal>
      <Confirm
        opened={revoking !== null}
        onClose={() => setRevoking(null)}
        title={t('keys.revokeTitle')}
        actionLabel={t('keys.revoke', { name: revoking?.name ?? '' })}
        onConfirm={async () => {
          if (revoking) await api.revokeApiKey(revoking.id);
          await refresh();
        }}
      >
        {t('keys.revokeText')}
      </Confirm>
    </Page>
  );
}
