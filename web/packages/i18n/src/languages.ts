// The languages of the interface, and which of them a person gets.

export const languages = ['en', 'nl', 'fr', 'de'] as const;
export type Language = (typeof languages)[number];

// As each language calls itself: nobody has to know another one to find their own.
export const languageNames: Record<Language, string> = {
  en: 'English',
  nl: 'Nederlands',
  fr: 'Français',
  de: 'Deutsch',
};

export const isLanguage = (tag: unknown): tag is Language => languages.some((language) => language === tag);

const spoken = (tag: string) => tag.toLowerCase().split('-')[0];

// The first that exists among those that are wanted ("nl-BE", "fr"), else English.
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find((language) => language === spoken(tag));
    if (found) return found;
  }
  return 'en';
}

// Where the browser says no region for it; American dates are for those who ask for them.
const usualLocales: Record<Language, string> = { en: 'en-GB', nl: 'nl', fr: 'fr', de: 'de' };

// Dates and numbers are written as the language's speakers write them, in the region that the browser names: with
// "nl-BE" and "en-US" in the browser, Dutch is Belgian and English American, and French plain French.
export function localeFor(language: string, wanted: readonly string[] = navigator.languages): string {
  const own = wanted.find((tag) => spoken(tag) === spoken(language) && tag.includes('-'));
  return own ?? usualLocales[chooseLanguage([language])];
}

const place = 'portico.language';

// What was chosen in this browser, before anybody signed in or by the last who did.
export function rememberedLanguage(): Language | null {
  try {
    const found = localStorage.getItem(place);
    return isLanguage(found) ? found : null;
  } catch {
    return null; // a browser that keeps nothing
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(place, language);
  } catch {
    // It holds for this window.
  }
}
