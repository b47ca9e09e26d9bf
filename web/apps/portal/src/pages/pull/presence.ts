import { isUnderWay, type Pull, type RemoteStudy } from '@portico/api';

// How much of a study of another archive is here, or on its way: pure, for the list and its tests.

export type Presence =
  | { kind: 'none' | 'whole' }
  | { kind: 'part'; here: number; of: number | null } // null: the other archive does not count
  | { kind: 'coming'; pull: Pull }
  | { kind: 'failed'; pull: Pull };

type Counted = Pick<RemoteStudy, 'studyInstanceUid' | 'instances' | 'hereInstances'>;

function counted({ instances, hereInstances: here }: Counted): Presence {
  if (here === 0) return { kind: 'none' };
  if (instances > 0 && here >= instances) return { kind: 'whole' };
  return { kind: 'part', here, of: instances > 0 ? instances : null };
}

// `asked`: the pull that was asked for since the other archive told its counts; what came of it is newer than they are.
export function presenceOf(study: Counted, pulls: readonly Pull[], asked?: Pull): Presence {
  const own = asked && (pulls.find(({ id }) => id === asked.id) ?? asked);
  const coming = pulls.find((pull) => pull.studyInstanceUid === study.studyInstanceUid && isUnderWay(pull));
  if (coming) return { kind: 'coming', pull: coming };
  if (!own) return counted(study);
  if (isUnderWay(own)) return { kind: 'coming', pull: own };
  if (own.state === 'done') return { kind: 'whole' };
  if (own.state === 'incomplete') return { kind: 'part', here: own.received, of: own.total || null };
  return own.state === 'failed' ? { kind: 'failed', pull: own } : counted(study);
}

// The newest first; what has no date comes last.
export function byDate<T extends Pick<RemoteStudy, 'studyDate' | 'studyTime'>>(studies: readonly T[]): T[] {
  const at = ({ studyDate, studyTime }: T) => `${studyDate ?? ''} ${studyTime ?? ''}`;
  return [...studies].sort((one, other) => at(other).localeCompare(at(one)));
}

export const isPullable = ({ kind }: Presence) => kind !== 'whole' && kind !== 'coming';
