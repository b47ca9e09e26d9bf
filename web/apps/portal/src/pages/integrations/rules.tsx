import { ActionIcon, Switch, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, queries, type PullRule } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { Confirm, errorText, Moment } from '@portico/ui';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemText } from '../pull/problem';
import { RowActs } from './row-acts';
import { RuleForm, ruleInput, useFrequencyText, type RuleSource } from './rule-form';
import { FormDialog, Section, SectionTable } from './section';

function What({ rule }: { rule: PullRule }) {
  const { t } = useTranslation('integrations');
  const frequencyText = useFrequencyText();
  const { modality, lastDays: days } = rule;
  return (
    <>
      {modality ? t('rules.kind', { modality, days }) : t('rules.kindAny', { days })}
      {rule.patientId && `, ${t('rules.ofPatient', { id: rule.patientId })}`}
      <Text size="xs" c="dimmed">
        {frequencyText(rule.everyMinutes)}
      </Text>
    </>
  );
}

function LastRun({ rule }: { rule: PullRule }) {
  const { t } = useTranslation(['integrations', 'pull']);
  if (!rule.lastRunAt) return <>{t('rules.never')}</>;
  const problem = problemText(rule.lastProblem);
  return (
    <>
      <Moment at={rule.lastRunAt} relative />
      <Text size="xs" c="dimmed">
        {t('rules.counts', { found: rule.lastFound, pulled: rule.lastPulled })}
      </Text>
      {problem && (
        <Text size="xs" c="red">
          {problem}
        </Text>
      )}
    </>
  );
}

interface RowProps {
  rule: PullRule;
  onEdit: () => void;
  onRemove: () => void;
}

function Row({ rule, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation('integrations');
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: ({ run }: { run: () => Promise<unknown>; done: string }) => run(),
    onSuccess: (_, { done }) => notifications.show({ color: 'green', message: done }),
    onError: (error) => notifications.show({ color: 'red', message: errorText(error) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['pull-rules'] }),
  });
  const { name } = rule;
  const turn = (enabled: boolean) =>
    act.mutate({
      run: () => api.changePullRule(rule.id, rule.version, { ...ruleInput(rule), enabled }),
      done: t(enabled ? 'rules.turnedOn' : 'rules.turnedOff', { name }),
    });
  const runLabel = t('rules.run', { name });
  return (
    <Table.Tr>
      <Table.Td fw={600}>{name}</Table.Td>
      <Table.Td>
        <div>
          <What rule={rule} />
        </div>
      </Table.Td>
      <Table.Td>{rule.source || t('rules.sourceGone')}</Table.Td>
      <Table.Td>
        <div>
          <LastRun rule={rule} />
        </div>
      </Table.Td>
      <Table.Td>{rule.enabled && rule.nextRunAt ? <Moment at={rule.nextRunAt} relative /> : '–'}</Table.Td>
      <Table.Td>
        <Switch
          checked={rule.enabled}
          disabled={act.isPending}
          aria-label={t('rules.turnOn', { name })}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
      </Table.Td>
      <Table.Td>
        <RowActs
          editLabel={t('rules.edit', { name })}
          removeLabel={t('rules.remove', { name })}
          onEdit={onEdit}
          onRemove={onRemove}
        >
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={runLabel}
            title={runLabel}
            loading={act.isPending}
            onClick={() =>
              act.mutate({ run: () => api.runPullRule(rule.id), done: t('rules.runStarted', { name }) })
            }
          >
            <IconPlayerPlay size={18} aria-hidden />
          </ActionIcon>
        </RowActs>
      </Table.Td>
    </Table.Tr>
  );
}

// From where studies may be pulled, as who manages integrations sees it.
function useSources() {
  const nodes = useInfiniteQuery(queries.aeTitles());
  const servers = useInfiniteQuery(queries.dicomwebServers());
  const sources: RuleSource[] = [
    ...(nodes.data?.pages.flatMap((page) => page.items) ?? [])
      .filter((node) => node.enabled && node.retrieveBy && node.retrieveBy !== 'none')
      .map(({ id, calling }) => ({ id, name: calling })),
    ...(servers.data?.pages.flatMap((page) => page.items) ?? [])
      .filter((server) => server.enabled && server.mayPull)
      .map(({ id, name }) => ({ id, name })),
  ];
  return { sources, known: nodes.isSuccess && servers.isSuccess };
}

// What is pulled by itself (STU-4).
export function Rules() {
  const { t } = useTranslation(['integrations', 'pull', 'common']);
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(queries.pullRules());
  const rules = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { sources, known } = useSources();
  const [editing, setEditing] = useState<{ rule: PullRule | null } | null>(null);
  const [removing, setRemoving] = useState<PullRule | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['pull-rules'] });
  const none = known && sources.length === 0;

  return (
    <Section
      title={t('sections.pull-rules')}
      lead={t('rules.lead')}
      addLabel={t('rules.add')}
      onAdd={sources.length > 0 ? () => setEditing({ rule: null }) : undefined}
    >
      <SectionTable
        query={list}
        items={rules}
        label={t('sections.pull-rules')}
        empty={t(none ? 'rules.noSources' : 'rules.empty')}
        columns={[
          t('rules.name'),
          t('rules.what'),
          t('rules.source'),
          t('rules.lastRun'),
          t('rules.nextRun'),
          t('on'),
        ]}
        minWidth={880}
        actionsWidth={120}
        row={(rule) => (
          <Row
            key={rule.id}
            rule={rule}
            onEdit={() => setEditing({ rule })}
            onRemove={() => setRemoving(rule)}
          />
        )}
      />
      <FormDialog
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={editing?.rule ? t('rules.edit', { name: editing.rule.name }) : t('rules.add')}
      >
        <RuleForm
          key={editing?.rule?.id ?? 'new'}
          rule={editing?.rule ?? null}
          sources={sources}
          onDone={() => {
            setEditing(null);
            void refresh();
          }}
        />
      </FormDialog>
      <Confirm
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('rules.removeTitle')}
        actionLabel={t('rules.remove', { name: removing?.name ?? '' })}
        onConfirm={async () => {
          if (removing) await api.deletePullRule(removing.id);
          await refresh();
        }}
      >
        {t('rules.removeText')}
      </Confirm>
    </Section>
  );
}
