import {
  ActionIcon,
  Badge,
  Box,
  Button,
  Checkbox,
  Fieldset,
  Modal,
  NumberInput,
  Stack,
  Table,
  Text,
  TextInput,
  VisuallyHidden,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, queries, type AeTitle } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Confirm, EmptyState, Loaded, LoadMore, Moment, Page, ScrollX } from '@portico/ui';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApiForm } from '../../forms/use-api-form';
import { aeTitleError } from './ae-title';

interface NodeFormProps {
  node: AeTitle | null; // none: a new one
  onDone: () => void;
}

function NodeForm({ node, onDone }: NodeFormProps) {
  const { t } = useTranslation(['admin', 'common']);
  const title = (value: string) => {
    const error = aeTitleError(value);
    return error ? t(`nodes.errors.${error}`) : null;
  };
  const { busy, submit, head, field } = useApiForm({
    initialValues: {
      called: node?.called ?? '',
      calling: node?.calling ?? '',
      host: node?.host ?? '',
      port: (node?.port ?? '') as number | string,
      description: node?.description ?? '',
      enabled: node?.enabled ?? true,
      mayStore: node?.mayStore ?? true,
      mayQuery: node?.mayQuery ?? false,
      mayRetrieve: node?.mayRetrieve ?? false,
      requireTls: node?.requireTls ?? false,
      certificateSha256: node?.certificateSha256 ?? '',
    },
    validate: { called: title, calling: title },
    guard: false,
    save: async ({ called, calling, host, port, description, certificateSha256, ...rights }) => {
      const body = {
        called: called.trim(),
        calling: calling.trim(),
        host: host.trim() || undefined,
        port: port === '' ? undefined : Number(port),
        description: description.trim(),
        certificateSha256: certificateSha256.trim() || undefined,
        ...rights,
      };
      if (node) await api.changeAeTitle(node.id, body);
      else await api.createAeTitle(body);
      const message = t(node ? 'nodes.saved' : 'nodes.added', { name: calling.trim() });
      notifications.show({ color: 'green', message });
      onDone();
    },
  });
  const box = (name: 'enabled' | 'mayStore' | 'mayQuery' | 'mayRetrieve' | 'requireTls') => (
    <Checkbox label={t(`nodes.${name}`)} {...field(name, 'checkbox')} />
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <TextInput
          label={t('nodes.calling')}
          description={t('nodes.callingHelp')}
          maxLength={16}
          readOnly={node !== null}
          data-autofocus={node === null || undefined}
          {...field('calling')}
        />
        <TextInput
          label={t('nodes.called')}
          description={t('nodes.calledHelp')}
          maxLength={16}
          readOnly={node !== null}
          {...field('called')}
        />
        <TextInput label={t('nodes.host')} description={t('nodes.hostHelp')} {...field('host')} />
        <NumberInput
          label={t('nodes.port')}
          description={t('nodes.portHelp')}
          min={1}
          max={65535}
          hideControls
          allowDecimal={false}
          {...field('port')}
        />
        <TextInput label={t('nodes.description')} maxLength={200} {...field('description')} />
        <Fieldset legend={t('nodes.rights')}>
          <Stack gap="xs">
            {box('mayStore')}
            {box('mayQuery')}
            {box('mayRetrieve')}
          </Stack>
        </Fieldset>
        {box('requireTls')}
        <TextInput
          label={t('nodes.certificate')}
          description={t('nodes.certificateHelp')}
          maxLength={95}
          {...field('certificateSha256')}
        />
        {node && box('enabled')}
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t(node ? 'nodes.save' : 'nodes.add')}
        </Button>
      </Stack>
    </form>
  );
}

function Rights({ node }: { node: AeTitle }) {
  const { t } = useTranslation('admin');
  if (!node.enabled) return <Badge color="gray">{t('nodes.off')}</Badge>;
  const rights = [
    node.mayStore && t('nodes.storesShort'),
    node.mayQuery && t('nodes.queriesShort'),
    node.mayRetrieve && t('nodes.retrievesShort'),
    (node.requireTls || node.certificateSha256) && t('nodes.tlsShort'),
  ];
  return <>{rights.filter(Boolean).join(', ')}</>;
}

// The machines of this department and what they may do (STU-1).
export function NodesPage() {
  const { t } = useTranslation(['admin', 'common']);
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(queries.aeTitles());
  const nodes = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [editing, setEditing] = useState<{ node: AeTitle | null } | null>(null);
  const [removing, setRemoving] = useState<AeTitle | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['ae-titles'] });
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEditing({ node: null })}>
      {t('nodes.add')}
    </Button>
  );

  return (
    <Page title={t('nodes.title')} lead={t('nodes.lead')} helpHref="/help#machines" action={add}>
      <Loaded query={list}>
        {() =>
          nodes.length === 0 ? (
            <EmptyState>{t('nodes.empty')}</EmptyState>
          ) : (
            <Box>
              <ScrollX label={t('nodes.title')} folds>
                <Table verticalSpacing={8} miw={{ base: 0, sm: 820 }}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('nodes.calling')}</Table.Th>
                      <Table.Th>{t('nodes.called')}</Table.Th>
                      <Table.Th>{t('nodes.host')}</Table.Th>
                      <Table.Th>{t('nodes.description')}</Table.Th>
                      <Table.Th>{t('nodes.rights')}</Table.Th>
                      <Table.Th>{t('nodes.lastSeen')}</Table.Th>
                      <Table.Th w={90}>
                        <VisuallyHidden>{t('common:actions.more')}</VisuallyHidden>
                      </Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {nodes.map((node) => (
                      <Table.Tr key={node.id}>
                        <Table.Td fw={600}>{node.calling}</Table.Td>
                        <Table.Td>{node.called}</Table.Td>
                        <Table.Td>
                          {node.host ?? t('nodes.anyHost')}
                          {node.port ? `:${node.port}` : ''}
                        </Table.Td>
                        <Table.Td>{node.description}</Table.Td>
                        <Table.Td>
                          <Rights node={node} />
                        </Table.Td>
                        <Table.Td>
                          {node.lastSeenAt ? <Moment at={node.lastSeenAt} relative /> : t('nodes.never')}
                        </Table.Td>
                        <Table.Td style={{ whiteSpace: 'nowrap' }}>
                          <ActionIcon
                            variant="subtle"
                            color="gray"
                            aria-label={t('nodes.edit', { name: node.calling })}
                            title={t('nodes.edit', { name: node.calling })}
                            onClick={() => setEditing({ node })}
                          >
                            <IconPencil size={18} aria-hidden />
                          </ActionIcon>
                          <ActionIcon
                            variant="subtle"
                            color="red"
                            aria-label={t('nodes.remove', { name: node.calling })}
                            title={t('nodes.remove', { name: node.calling })}
                            onClick={() => setRemoving(node)}
                          >
                            <IconTrash size={18} aria-hidden />
                          </ActionIcon>
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
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={
          <Text fw={650}>
            {editing?.node ? t('nodes.edit', { name: editing.node.calling }) : t('nodes.add')}
          </Text>
        }
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        <NodeForm
          key={editing?.node?.id ?? 'new'}
          node={editing?.node ?? null}
          onDone={() => {
            setEditing(null);
            void refresh();
          }}
        />
      </Modal>
      <Confirm
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('nodes.removeTitle')}
        actionLabel={t('nodes.remove', { name: removing?.calling ?? '' })}
        onConfirm={async () => {
          if (removing) await api.deleteAeTitle(removing.id);
          await refresh();
        }}
      >
        {t('nodes.removeText')}
      </Confirm>
    </Page>
  );
}
