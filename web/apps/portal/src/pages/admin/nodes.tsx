import {
  ActionIcon,
  Box,
  Button,
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
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApiForm } from '../../forms/use-api-form';
import { aeTitleError } from './ae-title';

function NewNode({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const title = (value: string) => {
    const error = aeTitleError(value);
    return error ? t(`nodes.errors.${error}`) : null;
  };
  const { busy, submit, head, field } = useApiForm({
    initialValues: { called: '', calling: '', host: '', port: '' as number | string, description: '' },
    validate: { called: title, calling: title },
    guard: false,
    save: async ({ called, calling, host, port, description }) => {
      await api.createAeTitle({
        called: called.trim(),
        calling: calling.trim(),
        host: host.trim() || undefined,
        port: port === '' ? undefined : Number(port),
        description: description.trim(),
      });
      notifications.show({ color: 'green', message: t('nodes.added', { name: calling.trim() }) });
      onDone();
    },
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {head}
        <TextInput
          label={t('nodes.calling')}
          description={t('nodes.callingHelp')}
          maxLength={16}
          data-autofocus
          {...field('calling')}
        />
        <TextInput
          label={t('nodes.called')}
          description={t('nodes.calledHelp')}
          maxLength={16}
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
        <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}>
          {t('nodes.add')}
        </Button>
      </Stack>
    </form>
  );
}

// Which machines may send to this department (STU-1).
export function NodesPage() {
  const { t } = useTranslation(['admin', 'common']);
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(queries.aeTitles());
  const nodes = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<AeTitle | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['ae-titles'] });
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
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
                <Table verticalSpacing={8} miw={{ base: 0, sm: 680 }}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('nodes.calling')}</Table.Th>
                      <Table.Th>{t('nodes.called')}</Table.Th>
                      <Table.Th>{t('nodes.host')}</Table.Th>
                      <Table.Th>{t('nodes.description')}</Table.Th>
                      <Table.Th>{t('nodes.lastSeen')}</Table.Th>
                      <Table.Th w={50}>
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
                          {node.lastSeenAt ? <Moment at={node.lastSeenAt} relative /> : t('nodes.never')}
                        </Table.Td>
                        <Table.Td>
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
        opened={adding}
        onClose={() => setAdding(false)}
        title={<Text fw={650}>{t('nodes.add')}</Text>}
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        <NewNode
          onDone={() => {
            setAdding(false);
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
