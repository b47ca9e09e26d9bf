import type { SentMessage } from '@portico/api';
import { wordsFor } from '@portico/i18n';

// Kinds have dots, which separate keys in the files of words.
export function kindText(kind: string): string {
  return wordsFor('messages', `kinds.${kind ? kind.replaceAll('.', '_') : 'none'}`) ?? kind;
}

// A code of ours in words; what a mail server or gateway said stays as it is.
export function problemText({ problem }: Pick<SentMessage, 'problem'>): string {
  return /^[a-z_]+$/.test(problem) ? (wordsFor('messages', `problems.${problem}`) ?? problem) : problem;
}

export type StateFilter = '' | 'waiting' | 'done' | 'dead';

export const statesOf: Record<StateFilter, SentMessage['state'][] | undefined> = {
  '': undefined,
  waiting: ['queued', 'sending'],
  done: ['sent', 'delivered'],
  dead: ['failed', 'given_up', 'expired'],
};
