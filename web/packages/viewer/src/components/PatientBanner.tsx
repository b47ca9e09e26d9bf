// Whose images these are. Always on screen, of the patient that the page was opened for. STU-43
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

// Dates and the study come as they are to be read: the page that opens the viewer knows its reader's way of writing them.
export interface Banner {
  name: string;
  birthDate: string | null;
  sex: string;
  patientId: string;
  tenant: string;
  // What the images are of, and of when.
  study?: string;
}

export function PatientBanner({
  banner,
  notForPrimaryDiagnosis,
}: {
  banner: Banner;
  notForPrimaryDiagnosis: boolean;
}) {
  const { t } = useTranslation('viewer');
  const sex = ['M', 'F', 'O'].includes(banner.sex) ? banner.sex : 'unknown';
  const birth = banner.birthDate === null ? t('birthDateUnknown') : t('born', { date: banner.birthDate });
  return (
    <header className="pv-banner" data-testid="patient-banner" aria-label={t('patient')}>
      <h1 className="pv-banner-name">{banner.name}</h1>
      <span>{birth}</span>
      <span>{t(`sex.${sex}`)}</span>
      <span>{t('patientId', { id: banner.patientId })}</span>
      {banner.study && <span className="pv-banner-study">{banner.study}</span>}
      <span className="pv-banner-tenant">{banner.tenant}</span>
      {notForPrimaryDiagnosis && (
        <span className="pv-notice" role="note">
          <IconAlertTriangle size={16} aria-hidden /> {t('notForPrimaryDiagnosis')}
        </span>
      )}
    </header>
  );
}
