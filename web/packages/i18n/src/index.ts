import i18next, { type i18n, type ReadCallback } from 'i18next';
import ICU from 'i18next-icu';
import { initReactI18next } from 'react-i18next';
import { chooseLanguage, type Language, languages, rememberedLanguage, rememberLanguage } from './languages';
import type { Resources } from './resources';

export type { Resources };
export { Trans, useTranslation } from 'react-i18next';
export { isLanguage, type Language, languageNames, languages, localeFor } from './languages';

type Namespace = keyof Resources;
type Words = Record<string, unknown>;
type Load = () => Promise<{ default: Words }>;

// One chunk a language and namespace; a route loads the words it shows.
const files = import.meta.glob<{ default: Words }>('../locales/*/*.json');
const brought = new Map<string, Load>();

const lazyFiles = {
  type: 'backend' as const,
  init() {},
  read(language: string, namespace: string, done: ReadCallback) {
    const load = brought.get(`${language}/${namespace}`) ?? files[`../locales/${language}/${namespace}.json`];
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

const markPage = (language: string) => {
  document.documentElement.lang = language;
};

// Starts the translations with the named namespaces loaded; others are loaded by the pages that use them. The language
// is what was chosen in this browser, else what the browser asks for.
export async function startI18n(namespaces: Namespace[] = ['common']): Promise<i18n> {
  i18next.off('languageChanged', markPage);
  await i18next
    .use(lazyFiles)
    .use(new ICU())
    .use(initReactI18next)
    .init({
      lng: rememberedLanguage() ?? chooseLanguage(navigator.languages),
      fallbackLng: 'en',
      supportedLngs: [...languages],
      ns: namespaces,
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
  markPage(i18next.language);
  i18next.on('languageChanged', markPage);
  return i18next;
}

// The whole interface in another language, at once and in this browser from now on (GEN-8).
export async function setLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  if (i18next.language !== language) await i18next.changeLanguage(language);
}

// A key made from a code of the server (an event, a reason, an error): the words for it, or null when there are none.
export function wordsFor(namespace: Namespace, key: string, values?: Record<string, unknown>): string | null {
  const full = `${namespace}:${key}`;
  return i18next.exists(full) ? String(i18next.t(full as never, values as never)) : null;
}

// Whether what the server wrote in English can be read as it stands.
export const readsEnglish = () => i18next.language === 'en';

// Words that a package brings with it instead of files here: how to load them in each language. They are loaded in the
// reader's language before this returns, and in another one when it is chosen.
export async function addWords(namespace: string, words: Record<Language, Load>): Promise<void> {
  for (const language of languages) brought.set(`${language}/${namespace}`, words[language]);
  await i18next.loadNamespaces(namespace);
}
