import i18next, { type i18n, type ReadCallback } from 'i18next';
import ICU from 'i18next-icu';
import { initReactI18next } from 'react-i18next';
import type { Resources } from './resources';

export type { Resources };
export { Trans, useTranslation } from 'react-i18next';

export const languages = ['en'] as const;
export type Language = (typeof languages)[number];

type Namespace = keyof Resources;

// One chunk a language and namespace; a route loads the words it shows.
const files = import.meta.glob<{ default: Record<string, unknown> }>('../locales/*/*.json');

const lazyFiles = {
  type: 'backend' as const,
  init() {},
  read(language: string, namespace: string, done: ReadCallback) {
    const load = files[`../locales/${language}/${namespace}.json`];
    if (!load) {
      done(null, {});
      return;
    }
    load().then(
      (file) => done(null, file.default),
      (error: unknown) => done(error instanceof Error ? error : String(error), false),
    );
  },
};

// Chooses among the languages that exist: the browser's first, the user's preference after sign-in.
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}

// Starts the translations with the named namespaces loaded; others are loaded by the pages that use them.
export async function startI18n(namespaces: Namespace[] = ['common']): Promise<i18n> {
  await i18next
    .use(lazyFiles)
    .use(new ICU())
    .use(initReactI18next)
    .init({
      lng: chooseLanguage(navigator.languages),
      fallbackLng: 'en',
      supportedLngs: [...languages],
      ns: namespaces,
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
  document.documentElement.lang = i18next.language;
  return i18next;
}

// A key made from a code of the server (an event, a reason, an error): the words for it, or null when there are none.
export function wordsFor(namespace: Namespace, key: string, values?: Record<string, unknown>): string | null {
  const full = `${namespace}:${key}`;
  return i18next.exists(full) ? String(i18next.t(full as never, values as never)) : null;
}

// Words that a package brings with it instead of a file here.
export function addWords(namespace: string, words: object, language: Language = 'en'): void {
  i18next.addResourceBundle(language, namespace, words, true, true);
}
