import { Badge, Group } from '@mantine/core';
import type { StudyRow } from '@portico/api';
import { readsEnglish, useTranslation, wordsFor } from '@portico/i18n';
import { Moment, useFormat } from '@portico/ui';
import { Link } from '@tanstack/react-router';
import type { ColumnId } from './columns';

const stateColors: Record<string, string> = {
  receiving: 'blue',
  validating: 'blue',
  ready: 'green',
  queued: 'yellow',
  rejected: 'gray',
};

export function StateBadge({ state }: { state: StudyRow['state'] }) {
  return (
    <Badge variant="dot" color={stateColors[state] ?? 'gray'} size="sm" fw={500} tt="none">
      {wordsFor('studies', `states.${state}`) ?? state}
    </Badge>
  );
}

export function sourceText(source: string): string {
  return wordsFor('studies', `sources.${source}`) ?? source;
}

// Why somebody sees a study. The server says it in English, which may know more than where the right comes from.
export function whyText(reason: { source: string; text: string }): string {
  return readsEnglish() ? reason.text : (wordsFor('studies', `reasons.${reason.source}`) ?? reason.text);
}

export function patientName(study: StudyRow, unnamed: string): string {
  return study.patient.name || unnamed;
}

// "21 Nov 2026, 14:05", from the day and time that the study itself carries.
export function StudyTime({ study }: { study: StudyRow }) {
  const format = useFormat();
  const day = format.day(study.studyDate);
  if (!day) return <Moment at={study.studyAt} />;
  const time = format.time(study.studyTime);
  return <span>{time ? `${day}, ${time}` : day}</span>;
}

export function Cell({ column, study }: { column: ColumnId; study: StudyRow }) {
  const { t } = useTranslation(['studies', 'common']);
  const format = useFormat();
  switch (column) {
    case 'patient':
      return (
        <Group gap={6} wrap="nowrap">
          {study.unread && (
            <span className="unread-dot" role="img" aria-label={t('unread')} title={t('unread')} />
          )}
          <Link
            to="/studies/$studyId"
            params={{ studyId: study.id }}
            className="plain-link cut"
            style={{ fontWeight: study.unread ? 700 : 500 }}
            title={study.patient.name}
          >
            {patientName(study, t('unnamed'))}
          </Link>
        </Group>
      );
    case 'birthDate':
      return <>{format.day(study.patient.birthDate)}</>;
    case 'studyAt':
      return <StudyTime study={study} />;
    case 'description':
      return <span title={study.description}>{study.description}</span>;
    case 'modality':
      return <>{study.modalities.join(', ')}</>;
    case 'bodyPart':
      return <>{study.bodyParts.join(', ')}</>;
    case 'tenant':
      return <span title={study.tenant.name}>{study.tenant.name}</span>;
    case 'accession':
      return <>{study.accessionNumber}</>;
    case 'referring':
      return <span title={study.referringPhysician}>{study.referringPhysician}</span>;
    case 'images':
      return (
        <span title={t('seriesCount', { count: study.seriesCount })}>
          {format.number(study.instanceCount)}
        </span>
      );
    case 'why':
      return <>{study.sources.map(sourceText).join(', ')}</>;
    case 'state':
      return <StateBadge state={study.state} />;
    case 'received':
      return <Moment at={study.receivedAt} relative />;
    case 'patientId':
      return <>{study.patient.patientId}</>;
  }
}
