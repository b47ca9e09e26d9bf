// Whose images these are. Always on screen, of the patient that the page was opened for. STU-43
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export interface Banner {
  name: string;
  birthDate: string | null;
  sex: string;
  patientId: string;
  tenant: string;
}

export function formatBirthDate(date: string, language: string): string {
  const parsed = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime())) return date;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(parsed);
}

// The reader's own way of the language ("en-GB" for "en"): dates look here as they do on every other page.
const localeOf = (language: string): string =>
  navigator.languages.find((one) => one.split('-')[0] === language.split('-')[0]) ?? language;

export function formatDay(date: string, language: string): string {
  return formatBirthDate(date, localeOf(language));
}

export function PatientBanner({
  banner,
  notForPrimaryDiagnosis,
}: {
  banner: Banner;
  notForPrimaryDiagnosis: boolean;
}) {
  const { t, i18n } = useTranslation('viewer');
  const sex = ['M', 'F', 'O'].includes(banner.sex) ? banner.sex : 'unknown';
  const birth =
    banner.birthDate === null
      ? t('birthDateUnknown')
      : t('born', { date: formatBirthDate(banner.birthDate, localeOf(i18n.language)) });
  return (
    <header className="pv-banner" data-testid="patient-banner" aria-label={t('patient')}>
      <h1 className="pv-banner-name">{banner.name}</h1>
      <span>{birth}</span>
      <span>{t(`sex.${sex}`)}</span>
      <span>{t('patientId', { id: banner.patientId })}</span>
      <span className="pv-banner-tenant">{banner.tenant}</span>
      {notForPrimaryDiagnosis && (
        <span className="pv-notice" role="note">
          <IconAlertTriangle size={16} aria-hidden /> {t('notForPrimaryDiagnosis')}
        </span>
      )}
    </header>
  );
}
