import { Box, Button, Checkbox, CloseButton, Group, List, Paper, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { api, queries, type BulkResult } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { codeText, EmptyState, Loaded, LoadMore, Moment, Page } from '@portico/ui';
import { IconCheck, IconSearch, IconX } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { StudyTime } from '../studies/cells';
import listClasses from '../studies/studies-list.module.css';
import { Decision } from './decision';
import { Reasons } from './reasons';

// Studies that could not be released by themselves (STU-12), the oldest first.
export function QueuePage() {
  const { t } = useTranslation(['validation', 'studies', 'common']);
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const list = useInfiniteQuery({ ...queries.validationQueue(q), placeholderData: (previous) => previous });
  const studies = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<'release' | 'reject' | null>(null);
  const [failed, setFailed] = useState<BulkResult['failed']>([]);
  const chosen = studies.filter((study) => selected.has(study.id));

  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  const decide = async (reason: string) => {
    if (!deciding) return;
    const result = await api.decideInBulk({
      studyIds: chosen.map((study) => study.id),
      action: deciding,
      reason,
    });
    setFailed(result.failed);
    setSelected(new Set(result.failed.map((one) => one.studyId)));
    await queryClient.invalidateQueries({ queryKey: ['validation'] });
    void queryClient.invalidateQueries({ queryKey: ['studies'] });
  };
  const nameOf = (id: string) =>
    studies.find((study) => study.id === id)?.patient.name || t('studies:unnamed');

  return (
    <Page title={t('title')} lead={t('lead')} helpHref="/help#validation">
      <TextInput
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-label={t('studies:filters.search')}
        placeholder={t('studies:filters.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          text ? (
            <CloseButton size="sm" aria-label={t('common:actions.clear')} onClick={() => setText('')} />
          ) : null
        }
        maw={420}
      />
      {failed.length > 0 && (
        <Paper withBorder p="md" role="alert">
          <Text size="sm" fw={600}>
            {t('bulkFailed', { count: failed.length })}
          </Text>
          <List size="sm">
            {failed.map((one) => (
              <List.Item key={one.studyId}>
                {nameOf(one.studyId)}: {codeText(one.code) ?? one.text}
              </List.Item>
            ))}
          </List>
        </Paper>
      )}
      <Loaded query={list} rows={8}>
        {() =>
          studies.length === 0 ? (
            <EmptyState>{q ? t('studies:empty.filtered') : t('empty')}</EmptyState>
          ) : (
            <Box>
              <Group px="md" pb={6}>
                <Checkbox
                  size="xs"
                  label={t('selectAll')}
                  checked={chosen.length === studies.length}
                  indeterminate={chosen.length > 0 && chosen.length < studies.length}
                  onChange={() =>
                    setSelected(
                      chosen.length === studies.length
                        ? new Set()
                        : new Set(studies.map((study) => study.id)),
                    )
                  }
                />
              </Group>
              <Paper withBorder component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
                {studies.map((study) => (
                  <Group
                    key={study.id}
                    component="li"
                    wrap="nowrap"
                    align="flex-start"
                    gap="sm"
                    p="md"
                    className="line"
                  >
                    <Checkbox
                      size="xs"
                      mt={4}
                      checked={selected.has(study.id)}
                      onChange={() => toggle(study.id)}
                      aria-label={t('studies:select', { name: study.patient.name || t('studies:unnamed') })}
                    />
                    <Box style={{ flex: 1, minWidth: 0 }}>
                      <Link
                        to="/validation/$studyId"
                        params={{ studyId: study.id }}
                        className="plain-link"
                        style={{ fontWeight: 600 }}
                      >
                        {study.patient.name || t('studies:unnamed')}
                      </Link>
                      <Text size="sm">
                        {[study.modalities.join(', '), study.description].filter(Boolean).join(' · ')}
                        {' · '}
                        <StudyTime study={study} />
                      </Text>
                      <Text size="xs" c="dimmed" mb={6}>
                        {t('waitsSince')} <Moment at={study.queuedAt} relative /> ·{' '}
                        {t('studies:imageCount', { count: study.instanceCount })}
                      </Text>
                      {study.uploadedBy && (
                        <Text size="sm" mb={6}>
                          {t('uploadedBy', study.uploadedBy)}
                        </Text>
                      )}
                      <Reasons reasons={study.reasons} />
                    </Box>
                    <Button
                      size="xs"
                      variant="default"
                      visibleFrom="sm"
                      renderRoot={(props) => (
                        <Link to="/validation/$studyId" params={{ studyId: study.id }} {...props} />
                      )}
                    >
                      {t('open')}
                    </Button>
                  </Group>
                ))}
              </Paper>
              <LoadMore query={list} />
            </Box>
          )
        }
      </Loaded>
      {chosen.length > 0 && (
        <Group
          className={listClasses.bar}
          justify="space-between"
          role="region"
          aria-label={t('studies:selection.title')}
        >
          <Text size="sm" fw={600} aria-live="polite">
            {t('studies:selection.count', { count: chosen.length })}
          </Text>
          <Group gap="xs">
            <Button
              size="xs"
              leftSection={<IconCheck size={16} aria-hidden />}
              onClick={() => setDeciding('release')}
            >
              {t('release.short')}
            </Button>
            <Button
              size="xs"
              color="red"
              variant="light"
              leftSection={<IconX size={16} aria-hidden />}
              onClick={() => setDeciding('reject')}
            >
              {t('reject.short')}
            </Button>
          </Group>
        </Group>
      )}
      {deciding && (
        <Decision
          kind={deciding}
          what={t('studyCount', { count: chosen.length })}
          onClose={() => setDeciding(null)}
          onDecide={decide}
        />
      )}
    </Page>
  );
}
