import { Alert, Button, Group, List, Paper, Progress, Stack, Table, Text, Title } from '@mantine/core';
import { storeObject } from '@portico/api';
import { useTranslation, wordsFor } from '@portico/i18n';
import { personName, ScrollX, useFormat } from '@portico/ui';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import {
  collect,
  previewStudies,
  type Found,
  type FoundObject,
  type LeftOut,
  type StudyPreview,
} from './collect';
import { Documents } from './documents';
import { DropArea } from './drop-area';
import { sendAll } from './send';

type Outcome = { failure: string | null };
type Outcomes = ReadonlyMap<FoundObject, Outcome>;

const reasonText = (code: string) =>
  wordsFor('upload', `reasons.${code}`) ?? wordsFor('upload', 'reasons.other', { code }) ?? code;

// DICOM's "20240131" as the rest of the screens write dates.
const isoDay = (day: string) =>
  /^\d{8}$/.test(day) ? `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}` : null;

function StudyLine({ study, outcomes }: { study: StudyPreview; outcomes: Outcomes }) {
  const { t } = useTranslation('upload');
  const format = useFormat();
  const done = study.objects.filter((one) => outcomes.get(one)?.failure === null).length;
  const day = (text: string) => {
    const iso = isoDay(text);
    return iso ? format.day(iso) : text;
  };
  return (
    <Table.Tr>
      <Table.Td>
        {study.studyUid ? personName(study.head.patientName) || study.head.patientId : t('unreadHeader')}
        <Text size="xs" c="dimmed">
          {study.head.patientId}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{day(study.head.birthDate ?? '')}</Table.Td>
      <Table.Td>
        {study.head.description}
        <Text size="xs" c="dimmed">
          {day(study.head.studyDate ?? '')}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{study.modalities.join(', ')}</Table.Td>
      <Table.Td ta="right" visibleFrom="sm">
        {format.number(study.objects.length)}
      </Table.Td>
      <Table.Td>
        <Progress value={(100 * done) / study.objects.length} aria-label={t('columns.progress')} />
        <Text size="xs">{t('sent', { done, total: study.objects.length })}</Text>
      </Table.Td>
    </Table.Tr>
  );
}

const shownMost = 50;

function Names({ lines }: { lines: { name: string; reason: string }[] }) {
  const { t } = useTranslation('upload');
  return (
    <List size="sm">
      {lines.slice(0, shownMost).map(({ name, reason }, index) => (
        <List.Item key={`${index} ${name}`}>
          {name}: {reasonText(reason)}
        </List.Item>
      ))}
      {lines.length > shownMost && <List.Item>{t('more', { count: lines.length - shownMost })}</List.Item>}
    </List>
  );
}

interface SendingProps {
  found: Found[];
  tenant: string;
  onBusy: (busy: boolean) => void;
  sent: ReactNode;
}

function Sending({ found, tenant, onBusy, sent }: SendingProps) {
  const { t } = useTranslation(['upload', 'common']);
  const [outcomes, setOutcomes] = useState<Outcomes>(new Map());
  const [busy, setBusy] = useState(false);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const studies = previewStudies(found);
  const objects = studies.flatMap((study) => study.objects);
  const waiting = objects.filter((one) => outcomes.get(one)?.failure !== null);
  const failed = objects.filter((one) => outcomes.get(one)?.failure);
  const leftOut = found.filter((one): one is LeftOut => one.kind === 'left-out');

  const send = async () => {
    const controller = new AbortController();
    stop.current = controller;
    setBusy(true);
    onBusy(true);
    const one = async (object: FoundObject, signal: AbortSignal) => {
      try {
        return await storeObject(tenant, await object.open(), signal);
      } catch {
        return signal.aborted ? 'stopped' : 'unreadable';
      }
    };
    await sendAll(
      waiting,
      one,
      (object, failure) => setOutcomes((before) => new Map(before).set(object, { failure })),
      controller.signal,
    );
    setBusy(false);
    onBusy(false);
  };

  return (
    <>
      {objects.length > 0 && (
        <Paper withBorder p="md">
          <Title order={2} mb="xs">
            {t('studies', { count: studies.length })}
          </Title>
          <ScrollX label={t('studies', { count: studies.length })}>
            <Table miw={{ sm: 640 }}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('columns.patient')}</Table.Th>
                  <Table.Th visibleFrom="sm">{t('columns.birthDate')}</Table.Th>
                  <Table.Th>{t('columns.study')}</Table.Th>
                  <Table.Th visibleFrom="sm">{t('columns.modality')}</Table.Th>
                  <Table.Th ta="right" visibleFrom="sm">
                    {t('columns.images')}
                  </Table.Th>
                  <Table.Th w={{ base: 96, sm: 160 }}>{t('columns.progress')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {studies.map((study) => (
                  <StudyLine key={study.studyUid} study={study} outcomes={outcomes} />
                ))}
              </Table.Tbody>
            </Table>
          </ScrollX>
          <Group mt="md">
            {busy ? (
              <Button variant="default" onClick={() => stop.current?.abort()}>
                {t('stop')}
              </Button>
            ) : (
              waiting.length > 0 && (
                <Button onClick={() => void send()}>
                  {t(failed.length > 0 ? 'again' : 'send', { count: waiting.length })}
                </Button>
              )
            )}
          </Group>
        </Paper>
      )}
      {objects.length > 0 && waiting.length === 0 && (
        <Alert color="green" variant="light" role="status">
          {sent}
        </Alert>
      )}
      {failed.length > 0 && (
        <Alert color="red" variant="light" title={t('failures', { count: failed.length })}>
          <Names
            lines={failed.map((one) => ({ name: one.name, reason: outcomes.get(one)?.failure ?? '' }))}
          />
        </Alert>
      )}
      {leftOut.length > 0 && (
        <Alert color="gray" variant="light" title={t('leftOut', { count: leftOut.length })}>
          <Names lines={leftOut} />
        </Alert>
      )}
    </>
  );
}

// Clinicians send DICOM alone.
const asLeftOut = (one: Found): Found =>
  one.kind === 'document' ? { kind: 'left-out', name: one.name, reason: 'notDicom' } : one;

interface UploadAreaProps {
  // Its slug.
  tenant: string;
  // Whether PDF, JPEG and PNG may become objects of a study here.
  withDocuments: boolean;
  // What stands there when everything has arrived.
  sent: ReactNode;
  onBusy?: (busy: boolean) => void;
}

// From files to the archive: read in this browser, shown, and sent when the person says so.
export function UploadArea({ tenant, withDocuments, sent, onBusy }: UploadAreaProps) {
  const { t } = useTranslation(['upload', 'common']);
  const [found, setFound] = useState<Found[]>([]);
  const [round, setRound] = useState(0);
  const [reading, setReading] = useState<{ done: number; total: number } | null>(null);
  const [busy, setBusy] = useState(false);

  const take = async (files: File[]) => {
    if (files.length === 0) return;
    setReading({ done: 0, total: files.length });
    const more = await collect(files, (done) => setReading({ done, total: files.length }));
    setFound((before) => [...before, ...(withDocuments ? more : more.map(asLeftOut))]);
    setReading(null);
  };
  const changeBusy = (next: boolean) => {
    setBusy(next);
    onBusy?.(next);
  };
  const documents = found.filter((one) => one.kind === 'document');
  return (
    <Stack>
      <DropArea disabled={busy || reading !== null} onFiles={(files) => void take(files)} />
      {reading && (
        <Text size="sm" role="status">
          {t('reading', reading)}
        </Text>
      )}
      <Sending key={`${round} ${tenant}`} found={found} tenant={tenant} onBusy={changeBusy} sent={sent} />
      {documents.length > 0 && <Documents key={`documents ${round}`} documents={documents} />}
      {found.length > 0 && !busy && (
        <Button
          variant="subtle"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => {
            setFound([]);
            setRound(round + 1);
          }}
        >
          {t('clear')}
        </Button>
      )}
    </Stack>
  );
}
