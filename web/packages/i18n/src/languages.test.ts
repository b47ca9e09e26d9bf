import { afterEach, describe, expect, it } from 'vitest';
import { chooseLanguage, localeFor, rememberedLanguage, rememberLanguage } from './languages';
import { setLanguage, startI18n, wordsFor } from './index';

afterEach(() => localStorage.clear());

describe('the language of the interface (GEN-8)', () => {
  it.each([
    [['nl-BE', 'en'], 'nl'],
    [['pt-BR', 'de-AT', 'en'], 'de'],
    [['FR'], 'fr'],
    [['pt'], 'en'],
    [[], 'en'],
  ])('for a browser that asks for %j is %s', (wanted, language) => {
    expect(chooseLanguage(wanted)).toBe(language);
  });

  it.each([
    ['nl', ['nl-BE', 'en-US'], 'nl-BE'],
    ['en', ['nl-BE', 'en-US'], 'en-US'],
    ['fr', ['nl-BE', 'fr'], 'fr'],
    ['en', ['nl'], 'en-GB'],
  ])('%s with %j writes dates as %s', (language, wanted, locale) => {
    expect(localeFor(language, wanted)).toBe(locale);
  });

  it('is kept in the browser, and nothing else is taken from there', () => {
    rememberLanguage('de');
    expect(rememberedLanguage()).toBe('de');
    localStorage.setItem('portico.language', '../en');
    expect(rememberedLanguage()).toBeNull();
  });

  it('changes at once, words and page', async () => {
    await startI18n(['common', 'problems']);
    expect(document.documentElement.lang).toBe('en');
    await setLanguage('fr');
    expect(document.documentElement.lang).toBe('fr');
    expect(wordsFor('common', 'actions.save')).toBe('Enregistrer');
    expect(wordsFor('problems', 'codes.forbidden')).not.toContain('role');
    await setLanguage('en');
  });
});
