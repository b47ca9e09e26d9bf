import { isLanguage, languageNames, languages, localeFor, setLanguage, useTranslation } from '@portico/i18n';
import { NativeSelect } from '@mantine/core';
import { FormatProvider, type FormatChoice } from '@portico/ui';
import type { Session } from '@portico/api';
import { IconLanguage } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';

export const languageChoices = languages.map((value) => ({ value, label: languageNames[value] }));

// The language of the signed-in person, where they have one, comes before that of the browser (GEN-8).
export async function speakLanguageOf(session: Session): Promise<void> {
  const language = session.user?.language;
  if (isLanguage(language)) await setLanguage(language);
}

// Before anybody is signed in: kept in this browser.
export function LanguageChooser() {
  const { t, i18n } = useTranslation(['account', 'common']);
  return (
    <NativeSelect
      aria-label={t('fields.language')}
      size="xs"
      w={150}
      leftSection={<IconLanguage size={16} aria-hidden />}
      data={languageChoices}
      value={i18n.language}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        if (isLanguage(chosen)) void setLanguage(chosen);
      }}
    />
  );
}

// Dates and numbers as the chosen language has them; the signed-in person's own choices come on top.
export function LanguageFormat({
  dateFormat = null,
  timeFormat = null,
  children,
}: Partial<Omit<FormatChoice, 'locale'>> & { children: ReactNode }) {
  const { i18n } = useTranslation();
  const locale = localeFor(i18n.language);
  const choice = useMemo(() => ({ locale, dateFormat, timeFormat }), [locale, dateFormat, timeFormat]);
  return <FormatProvider value={choice}>{children}</FormatProvider>;
}
