import { Anchor, Box, Button, Group, Text, Title } from '@mantine/core';
import { queries, type PullSource, type RemoteSearch } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { EmptyState, ErrorState, Loaded, Page, RowsSkeleton } from '@portico/ui';
import { useIsFetching, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useCan } from '../../app/session';
import { toSearch } from './criteria';
import { presenceOf } from './presence';
import classes from './pull-page.module.css';
import { PullList } from './pull-list';
import { Results } from './results';
import { SearchForm } from './search-form';
import { usePulls } from './use-pulls';

// A question to another archive: each pressing of Search is one of its own.
interface Question {
  source: PullSource;
  search: RemoteSearch;
  round: number;
}

interface AnswerProps {
  question: Question;
  known: ReturnType<typeof usePulls>;
  onStop: () => void;
  onAgain: () => void;
}

function Answer({ question, known, onStop, onAgain }: AnswerProps) {
  const { t } = useTranslation(['pull', 'common']);
  const { source, search, round } = question;
  const answer = useQuery(queries.remoteSearch(source.id, search, round));
  const { name } = source;
  if (answer.isPending) {
    return (
      <>
        <Group role="status" gap="sm">
          <Text size="sm">{t('asking', { name })}</Text>
          <Button size="compact-sm" variant="default" onClick={onStop}>
            {t('stop')}
          </Button>
        </Group>
        <RowsSkeleton rows={5} />
      </>
    );
  }
  if (answer.isError) return <ErrorState error={answer.error} retry={onAgain} />;
  const found = answer.data;
  return (
    <>
      <div role="status">
        <Title order={2}>{t('found', { count: found.items.length, name })}</Title>
      </div>
      <Results
        source={source}
        found={found}
        presence={(study) => presenceOf(study, known.pulls, known.asked.get(study.studyInstanceUid))}
        busy={known.asking.isPending}
        onPull={(studies) => known.asking.mutate({ sourceId: source.id, studies, reason: 'request' })}
      />
    </>
  );
}

function NoSources() {
  const { t } = useTranslation(['pull', 'common']);
  const can = useCan();
  const mayManage = can('manage_integrations');
  return (
    <EmptyState
      action={
        mayManage ? (
          <Anchor component={Link} to="/admin/integrations">
            {t('toIntegrations')}
          </Anchor>
        ) : undefined
      }
    >
      {mayManage ? t('noSources') : `${t('noSources')} ${t('askAdministrator')}`}
    </EmptyState>
  );
}

// Staff search other archives and fetch studies from them (STU-4).
export function PullPage() {
  const { t } = useTranslation(['pull', 'common']);
  const queryClient = useQueryClient();
  const sources = useQuery(queries.pullSources());
  const known = usePulls();
  const [question, setQuestion] = useState<Question | null>(null);
  const asking = useIsFetching({ queryKey: ['remote-search'] }) > 0;

  const ask = (source: PullSource, search: RemoteSearch) => {
    known.forget();
    setQuestion((before) => ({ source, search, round: (before?.round ?? 0) + 1 }));
  };
  const stop = () => {
    void queryClient.cancelQueries({ queryKey: ['remote-search'] });
    setQuestion(null);
  };
  const offered = sources.data ?? [];
  // Nothing was pulled and nothing can be: then there is no list either.
  const idle = offered.length === 0 && known.pulls.length === 0;
  return (
    <Page title={t('title')} lead={t('lead')} helpHref="/help#pull">
      <Loaded query={sources}>
        {() =>
          offered.length === 0 ? (
            <NoSources />
          ) : (
            <SearchForm
              sources={offered}
              busy={asking}
              onSearch={(source, criteria) => ask(source, toSearch(criteria))}
            />
          )
        }
      </Loaded>
      <div className={offered.length > 0 ? classes.columns : undefined}>
        <Box className={classes.results}>
          {question ? (
            <Answer
              key={question.round}
              question={question}
              known={known}
              onStop={stop}
              onAgain={() => ask(question.source, question.search)}
            />
          ) : (
            offered.length > 0 && (
              <Text size="sm" c="dimmed">
                {t('notAsked')}
              </Text>
            )
          )}
        </Box>
        {!idle && <PullList list={known.list} pulls={known.pulls} />}
      </div>
    </Page>
  );
}
