import { Anchor } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { Page } from '@portico/ui';
import { Link } from '@tanstack/react-router';
import { Guarded } from '../../app/guarded';
import { isStaff, useSession } from '../../app/session';
import { ClinicianUpload } from './clinician-upload';
import { UploadArea } from './upload-area';

// STU-3: staff into their own department, clinicians into those that let them.
export function UploadPage() {
  const { t } = useTranslation(['upload', 'common']);
  const session = useSession();
  if (!isStaff(session)) return <ClinicianUpload />;
  return (
    <Guarded needs={['upload_studies']}>
      <Page title={t('title')} lead={t('lead')} helpHref="/help#upload" width="full">
        <UploadArea
          tenant={session.account?.slug ?? ''}
          withDocuments
          sent={
            <>
              {t('allSent')}{' '}
              <Anchor component={Link} to="/studies" size="sm">
                {t('toStudies')}
              </Anchor>
            </>
          }
        />
      </Page>
    </Guarded>
  );
}
