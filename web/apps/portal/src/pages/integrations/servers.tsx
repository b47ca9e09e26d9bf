import { Badge, Table } from '@mantine/core';
import { api, queries, type DicomwebServer } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Confirm } from '@portico/ui';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConnectionCheck } from './connection-check';
import { RowActs } from './row-acts';
import { FormDialog, Section, SectionTable } from './section';
import { ServerForm } from './server-form';

interface RowProps {
  server: DicomwebServer;
  onEdit: () => void;
  onRemove: () => void;
}

function Row({ server, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation('integrations');
  const rights = [
    server.maySend && t('servers.sendShort'),
    server.mayPull && t('servers.pullShort'),
    server.mayPull && server.fetchPriors && t('servers.priorsShort'),
  ];
  return (
    <Table.Tr>
      <Table.Td fw={600}>{server.name}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{server.url}</Table.Td>
      <Table.Td>{t(`servers.authorizations.${server.authorization}`)}</Table.Td>
      <Table.Td>
        {server.enabled ? rights.filter(Boolean).join(', ') || '–' : <Badge color="gray">{t('off')}</Badge>}
      </Table.Td>
      <Table.Td>
        {server.enabled && (
          <ConnectionCheck name={server.name} check={() => api.checkDicomwebServer(server.id)} />
        )}
      </Table.Td>
      <Table.Td>
        <RowActs
          editLabel={t('servers.edit', { name: server.name })}
          removeLabel={t('servers.remove', { name: server.name })}
          onEdit={onEdit}
          onRemove={onRemove}
        />
      </Table.Td>
    </Table.Tr>
  );
}

// The archives that are spoken with by DICOMweb (STU-4, CLA-27).
export function Servers() {
  const { t } = useTranslation(['integrations', 'common']);
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(queries.dicomwebServers());
  const servers = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [editing, setEditing] = useState<{ server: DicomwebServer | null } | null>(null);
  const [removing, setRemoving] = useState<DicomwebServer | null>(null);
  const refresh = () =>
    Promise.all(
      ['dicomweb-servers', 'pull-rules', 'pull-sources', 'sending-targets'].map((root) =>
        queryClient.invalidateQueries({ queryKey: [root] }),
      ),
    );

  return (
    <Section
      title={t('sections.dicomweb')}
      lead={t('servers.lead')}
      addLabel={t('servers.add')}
      onAdd={() => setEditing({ server: null })}
    >
      <SectionTable
        query={list}
        items={servers}
        label={t('sections.dicomweb')}
        empty={t('servers.empty')}
        columns={[
          t('servers.name'),
          t('servers.url'),
          t('servers.authorization'),
          t('servers.rights'),
          t('connection.title'),
        ]}
        minWidth={820}
        row={(server) => (
          <Row
            key={server.id}
            server={server}
            onEdit={() => setEditing({ server })}
            onRemove={() => setRemoving(server)}
          />
        )}
      />
      <FormDialog
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={editing?.server ? t('servers.edit', { name: editing.server.name }) : t('servers.add')}
      >
        <ServerForm
          key={editing?.server?.id ?? 'new'}
          server={editing?.server ?? null}
          onDone={() => {
            setEditing(null);
            void refresh();
          }}
        />
      </FormDialog>
      <Confirm
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('servers.removeTitle')}
        actionLabel={t('servers.remove', { name: removing?.name ?? '' })}
        onConfirm={async () => {
          if (removing) await api.deleteDicomwebServer(removing.id);
          await refresh();
        }}
      >
        {t('servers.removeText')}
      </Confirm>
    </Section>
  );
}
