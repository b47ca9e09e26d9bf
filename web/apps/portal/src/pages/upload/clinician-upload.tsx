import { NativeSelect } from '@mantine/core';
import { queries, type UploadDepartment } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import { EmptyState, Loaded, Page } from '@portico/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { OwnUploads } from './own-uploads';
import { UploadArea } from './upload-area';

function Choice({ departments }: { departments: UploadDepartment[] }) {
  const { t } = useTranslation('upload');
  const queryClient = useQueryClient();
  // With one department there is nothing to choose.
  const [slug, setSlug] = useState(departments.length === 1 ? (departments[0]?.slug ?? '') : '');
  const [busy, setBusy] = useState(false);
  const chosen = departments.find((one) => one.slug === slug);
  const changeBusy = (next: boolean) => {
    setBusy(next);
    if (!next) void queryClient.invalidateQueries({ queryKey: queries.ownUploads().queryKey });
  };
  return (
    <>
      <NativeSelect
        label={t('clinician.department')}
        description={t('clinician.departmentHelp')}
        value={slug}
        disabled={busy}
        onChange={(event) => setSlug(event.currentTarget.value)}
        data={[
          ...(departments.length === 1 ? [] : [{ value: '', label: t('clinician.choose') }]),
          ...departments.map((one) => ({ value: one.slug, label: one.name })),
        ]}
        maw={420}
      />
      {chosen && (
        <UploadArea
          key={chosen.slug}
          tenant={chosen.slug}
          withDocuments={false}
          sent={t('clinician.allSent', { department: chosen.name })}
          onBusy={changeBusy}
        />
      )}
    </>
  );
}

export function ClinicianUpload() {
  const { t } = useTranslation('upload');
  const departments = useQuery(queries.uploadDepartments());
  const list = departments.data ?? [];
  return (
    <Page title={t('title')} lead={t('clinician.lead')} helpHref="/help#upload" width="full">
      <Loaded query={departments} rows={3}>
        {() =>
          list.length === 0 ? (
            <EmptyState>{t('clinician.nowhere')}</EmptyState>
          ) : (
            <Choice departments={list} />
          )
        }
      </Loaded>
      <OwnUploads />
    </Page>
  );
}
