import { describe, expect, it } from 'vitest';
import { type Failure, type Series, unreadable } from './state';

const series = (failure: Failure | null): Series => ({
  uid: '1.2',
  modality: 'CT',
  number: 1,
  description: '',
  priorId: null,
  instanceCount: 2,
  stacks: failure ? null : [],
  failure,
});
const damaged: Failure = { kind: 'damaged', detail: '' };

describe('a study of which nothing can be read', () => {
  it('says why, when every series has been tried', () => {
    expect(unreadable({ phase: 'ready', series: [series(damaged), series(damaged)] })).toEqual(damaged);
  });

  it('says nothing as long as one may be shown, or there is none', () => {
    expect(unreadable({ phase: 'ready', series: [series(damaged), series(null)] })).toBeNull();
    expect(unreadable({ phase: 'loading', series: [series(damaged)] })).toBeNull();
    expect(unreadable({ phase: 'ready', series: [] })).toBeNull();
  });
});
