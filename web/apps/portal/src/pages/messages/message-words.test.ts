import { startI18n } from '@portico/i18n';
import { beforeAll, describe, expect, it } from 'vitest';
import { kindText, problemText } from './message-words';

beforeAll(() => startI18n(['common', 'messages']));

describe('words about messages', () => {
  it('know our kinds and leave others as they are', () => {
    expect(kindText('accounts.confirm_registration')).toBe('Confirm a registration');
    expect(kindText('')).toBe('Message');
    expect(kindText('plans.changed')).toBe('plans.changed');
  });

  it('explain our reasons and quote those of others', () => {
    expect(problemText({ problem: 'country_not_allowed' })).toContain('country');
    expect(problemText({ problem: 'smtp: RCPT failed: 550' })).toBe('smtp: RCPT failed: 550');
    expect(problemText({ problem: 'unheard_of' })).toBe('unheard_of');
  });
});
