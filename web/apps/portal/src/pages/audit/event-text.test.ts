import { startI18n } from '@portico/i18n';
import { beforeAll, describe, expect, it } from 'vitest';
import { actorText, auditReason, readableObject } from './event-text';

beforeAll(() => startI18n(['common', 'audit', 'validation']));

describe('an entry of the audit log in words (AUD-3)', () => {
  it('names people, and says what the others are', () => {
    expect(actorText({ kind: 'user', name: 'Dr Ann Peeters' })).toBe('Dr Ann Peeters');
    expect(actorText({ kind: 'system', name: 'validation' })).not.toBe('validation');
    expect(actorText({ kind: 'robot', name: 'R1' })).toBe('R1');
  });

  it('tells codes in words and leaves what a person typed', () => {
    expect(auditReason('birth_date_missing accession_number_missing')).not.toMatch(/_/);
    expect(auditReason('For the treatment of the knee.')).toBe('For the treatment of the knee.');
    expect(auditReason('')).toBe('');
  });

  it('shows no bare ids in the list', () => {
    expect(readableObject('01m80eb3z5e2wa1sx7n16h1r14')).toBe('');
    expect(readableObject('STORESCU')).toBe('STORESCU');
    expect(readableObject(null)).toBe('');
  });
});
