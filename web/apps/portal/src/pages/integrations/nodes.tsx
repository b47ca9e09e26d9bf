import { Badge, Table } from '@mantine/core';
import { api, queries, type AeTitle } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Confirm, Moment } from '@portico/ui';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConnectionCheck } from './connection-check';
import { NodeForm } from './node-form';
import { RowActs } from './row-acts';
import { FormDialog, Section, SectionTable } from './section';

function Rights({ node }: { node: AeTitle }) {
  const { t } = useTranslation('admin');
  if (!node.enabled) return <Badge color="gray">{t('nodes.off')}</Badge>;
  const rights = [
    node.mayStore && t('nodes.storesShort'),
    node.mayQuery && t('nodes.queriesShort'),
    node.mayRetrieve && t('nodes.retrievesShort'),
    node.retrieveBy && node.retrieveBy !== 'none' && t('nodes.pulledFromShort'),
    (node.requireTls || node.certificateSha256) && t('nodes.tlsShort'),
  ];
  return <>{rights.filter(Boolean).join(', ')}</>;
}

interface RowProps {
  node: AeTitle;
  onEdit: () => void;
  onRemove: () => void;
}

function Row({ node, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation('admin');
  return (
    <Table.Tr>
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
      <Table.Td>{node.lastSeenAt ? <Moment at={node.lastSeenAt} relative /> : t('nodes.never')}</Table.Td>
      <Table.Td>
        {node.host && node.port && node.enabled && (
          <ConnectionCheck name={node.calling} check={() => api.echoNode(node.id)} />
        )}
      </Table.Td>
      <Table.Td>
        <RowActs
          editLabel={t('nodes.edit', { name: node.calling })}
          removeLabel={t('nodes.remove', { name: node.calling })}
          onEdit={onEdit}
          onRemove={onRemove}
        />
      </Table.Td>
    </Table.Tr>
  );
}

// The machines of this department and what they may do (STU-1).
export function Nodes() {
  const { t } = useTranslation(['admin', 'integrations', 'common']);
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(queries.aeTitles());
  const nodes = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [editing, setEditing] = useState<{ node: AeTitle | null } | null>(null);
  const [removing, setRemoving] = useState<AeTitle | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['ae-titles'] });

  return (
    <Section
      title={t('integrations:sections.nodes')}
      lead={t('nodes.lead')}
      addLabel={t('nodes.add')}
      onAdd={() => setEditing({ node: null })}
    >
      <SectionTable
        query={list}
        items={nodes}
        label={t('integrations:sections.nodes')}
        empty={t('nodes.empty')}
        columns={[
          t('nodes.calling'),
          t('nodes.called'),
          t('nodes.host'),
          t('nodes.description'),
          t('nodes.rights'),
          t('nodes.lastSeen'),
          t('integrations:connection.title'),
        ]}
        minWidth={940}
        row={(node) => (
          <Row
            key={node.id}
            node={node}
            onEdit={() => setEditing({ node })}
            onRemove={() => setRemoving(node)}
          />
        )}
      />
      <FormDialog
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={editing?.node ? t('nodes.edit', { name: editing.node.calling }) : t('nodes.add')}
      >
        <NodeForm
          key={editing?.node?.id ?? 'new'}
          node={editing?.node ?? null}
          onDone={() => {
            setEditing(null);
            void refresh();
          }}
        />
      </FormDialog>
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
    </Section>
  );
}
