import { setLanguage, startI18n } from '@portico/i18n';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyText } from './history-text';

describe('what happened to a thing, in the reader’s language (GEN-8, GEN-11)', () => {
  beforeAll(async () => {
    await startI18n(['common', 'permissions', 'clinician-portal']);
    await setLanguage('nl');
  });
  afterAll(() => setLanguage('en'));

  it('is told in words for its codes', () => {
    expect(historyText('created')).toBe('Aangemaakt');
    expect(historyText('changed (name: Front desk → Onthaal; permissions: view_studies → view_orders)')).toBe(
      'Gewijzigd (Naam: Front desk → Onthaal; Rechten: Onderzoeken bekijken → Aanvragen bekijken)',
    );
    expect(historyText('changed (state: requested → allowed; role: none → Nurse)')).toBe(
      'Gewijzigd (Status: Gevraagd → Toegelaten; Rol: geen → Nurse)',
    );
  });

  it('stays as it came where it is not known', () => {
    expect(historyText('Description: “CT” → “CT head”')).toBe('Description: “CT” → “CT head”');
    expect(historyText('changed (shoeSize: 41 → 42)')).toBe('Gewijzigd (shoeSize: 41 → 42)');
  });

  it('stays as it came for readers of English', async () => {
    await setLanguage('en');
    expect(historyText('changed (name: A → B)')).toBe('changed (name: A → B)');
  });
});
