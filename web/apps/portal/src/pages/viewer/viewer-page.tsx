import { Button, Center, Loader, Stack, Text, Title } from '@mantine/core';
import { api, isApiError, onLiveEvent, queries, type StudyDetail } from '@portico/api';
import { addWords, useTranslation } from '@portico/i18n';
import { ErrorState, useFormat } from '@portico/ui';
import { IconEyeOff } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { AnnotationService } from '@portico/viewer';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Dark } from './dark';

// Cornerstone comes with this chunk, and only with it.
const Viewer = lazy(async () => {
  const [module] = await Promise.all([
    import('@portico/viewer'),
    addWords('viewer', {
      en: () => import('@portico/viewer/locales/en.json'),
      nl: () => import('@portico/viewer/locales/nl.json'),
      fr: () => import('@portico/viewer/locales/fr.json'),
      de: () => import('@portico/viewer/locales/de.json'),
    }),
  ]);
  return module;
});

function Notice({ children }: { children: ReactNode }) {
  return (
    <Center mih="100dvh" p="lg">
      <Stack align="center" maw={460} ta="center">
        {children}
      </Stack>
    </Center>
  );
}

// Of the same patient, as far as this person sees them with images.
const priorsOf = (study: StudyDetail) =>
  study.priors
    .filter(({ rights }) => rights.includes('view_images'))
    .map(({ id, studyDate, modalities, description }) => ({
      id,
      date: studyDate ?? null,
      modalities,
      description,
    }));

// Opening a prior is looking at it: it is told like the opening of any study.
async function openPrior(id: string) {
  const prior = await api.study(id);
  await api.studyOpened(id);
  const { dicomwebUrl, studyInstanceUid, patient } = prior;
  return { dicomwebUrl, studyInstanceUid, patient: { name: patient.name, patientId: patient.patientId } };
}

// Where the viewer keeps what is drawn in a study (STU-42).
const annotationsOf = (study: string): AnnotationService => ({
  load: () => api.annotations(study),
  save: (version, marks, leaving) => api.saveAnnotations(study, version, marks, leaving),
  publish: (version) => api.publishAnnotations(study, version),
  withdraw: () => api.withdrawAnnotations(study),
  store: (kind) => api.storeAnnotations(study, kind),
  fileUrl: (kind) => api.annotationFileUrl(study, kind),
});

// The viewer in a window of its own. When the right to the study ends, nothing of it stays on the screen or in memory.
export function ViewerPage() {
  const { t } = useTranslation(['studies', 'common']);
  const { studyId } = useParams({ from: '/signed-in/viewer/$studyId' });
  const queryClient = useQueryClient();
  const format = useFormat();
  const [lost, setLost] = useState(false);
  const query = useQuery({ ...queries.study(studyId), refetchOnWindowFocus: true });

  const lose = useCallback(() => {
    setLost(true);
    queryClient.removeQueries({ queryKey: queries.study(studyId).queryKey });
  }, [queryClient, studyId]);

  const annotations = useMemo(() => annotationsOf(studyId), [studyId]);

  const check = useCallback(async () => {
    const before = queryClient.getQueryData(queries.study(studyId).queryKey)?.instanceCount ?? 0;
    try {
      const study = await queryClient.fetchQuery({ ...queries.study(studyId), staleTime: 0 });
      // Of images that were withdrawn nothing stays either (STU-14).
      if (!study.rights.includes('view_images') || study.instanceCount < before) lose();
    } catch (error) {
      if (isApiError(error) && [401, 403, 404].includes(error.status)) lose();
    }
  }, [lose, queryClient, studyId]);

  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.name === 'session.ended') lose();
        const { studyIds } = event.data;
        const concerned = !studyIds || studyIds.length === 0 || studyIds.includes(studyId);
        if ((event.name === 'access.changed' && concerned) || event.name === 'reconnected') void check();
      }),
    [check, lose, studyId],
  );

  const refused = isApiError(query.error) && [401, 403, 404].includes(query.error.status);
  const study = query.data;
  const mayView = study?.rights.includes('view_images') ?? false;
  const ready = study !== undefined && mayView && !lost && !refused;
  useEffect(() => {
    if (!ready) return;
    void api
      .studyOpened(studyId)
      .then(() => queryClient.invalidateQueries({ queryKey: ['studies'] }))
      .catch((error: unknown) => {
        if (isApiError(error) && [403, 404].includes(error.status)) lose();
      });
  }, [ready, studyId, queryClient, lose]);

  const patientName = study?.patient.name ?? '';
  useEffect(() => {
    document.title = ready ? `${patientName} – Portico` : 'Portico';
  }, [ready, patientName]);

  if (lost || refused || (study && !mayView)) {
    return (
      <Dark>
        <Notice>
          <IconEyeOff size={44} aria-hidden />
          <div role="alert">
            <Title order={1}>{t('viewer.endedTitle')}</Title>
          </div>
          <Text>{t('viewer.endedText')}</Text>
          <Button component={Link} to="/studies">
            {t('viewer.close')}
          </Button>
        </Notice>
      </Dark>
    );
  }
  if (query.isError && !study) {
    return (
      <Dark>
        <Notice>
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        </Notice>
      </Dark>
    );
  }
  const waiting = (
    <Notice>
      <Loader />
      <Text role="status">{t('viewer.loading')}</Text>
    </Notice>
  );
  return (
    <Dark>
      {study ? (
        <Suspense fallback={waiting}>
          <Viewer
            dicomwebUrl={study.dicomwebUrl}
            studyInstanceUid={study.studyInstanceUid}
            banner={{
              name: study.patient.name,
              birthDate: format.day(study.patient.birthDate) || null,
              sex: study.patient.sex,
              patientId: study.patient.patientId,
              tenant: study.tenant.name,
              study: [study.description, format.day(study.studyDate)].filter(Boolean).join(', '),
            }}
            notForPrimaryDiagnosis={study.notForPrimaryDiagnosis}
            studyDate={study.studyDate ?? null}
            priors={priorsOf(study)}
            openPrior={openPrior}
            mayDownload={study.rights.includes('download')}
            annotations={annotations}
            accessLost={false}
            onAccessLost={() => void check()}
          />
        </Suspense>
      ) : (
        waiting
      )}
    </Dark>
  );
}
