import { wordsFor } from '@portico/i18n';

// "study.viewed" in words; an event without words shows its code.
export const eventText = (code: string) => wordsFor('audit', `events.${code.replaceAll('.', '_')}`) ?? code;
