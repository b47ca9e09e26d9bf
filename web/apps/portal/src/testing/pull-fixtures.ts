import type * as c from '@portico/api';

// Other archives and what comes from them, for tests and for working without a server.

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const ahead = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const day = (daysAgo: number) => ago(daysAgo * 1440).slice(0, 10);

export const dicomwebServers: c.DicomwebServer[] = [
  {
    id: 'W1',
    name: 'University archive',
    url: 'https://pacs.university.example/dicom-web',
    authorization: 'basic',
    userName: 'portico',
    hasSecret: true,
    certificateSha256: null,
    enabled: true,
    maySend: true,
    mayPull: true,
    fetchPriors: true,
    version: 3,
  },
];

export const pullSources: c.PullSource[] = [
  { id: 'AE3', kind: 'dicom', name: 'CLINIC_PACS', description: 'Archive of the clinic', fetchPriors: true },
  { id: 'W1', kind: 'dicomweb', name: 'University archive', description: '', fetchPriors: true },
];

const remote = (index: number, over: Partial<c.RemoteStudy>): c.RemoteStudy => ({
  studyInstanceUid: `1.2.826.0.1.3680043.10.9.${index}`,
  patientId: '2024-1000',
  issuerOfPatientId: 'CLINIC',
  patientName: 'Peeters^Anna',
  birthDate: '1957-03-28',
  sex: 'F',
  accessionNumber: `C${4410 + index}`,
  studyDate: day(200 * (index + 1)),
  studyTime: '09:12:00',
  description: ['CT thorax', 'Chest 2 views', 'MR brain', 'Ultrasound abdomen'][index] ?? '',
  modalities: [['CT'], ['CR'], ['MR', 'SR'], ['US']][index] ?? [],
  series: 2,
  instances: 40,
  hereInstances: 0,
  ...over,
});

export const remoteStudies: c.RemoteStudies = {
  items: [
    remote(0, {}),
    remote(1, { instances: 2, hereInstances: 2 }),
    remote(2, { hereInstances: 12 }),
    remote(3, { instances: 0, hereInstances: 3, birthDate: null, studyTime: null }),
  ],
  truncated: false,
};

export const remotePriors: c.RemotePriors = {
  items: remoteStudies.items
    .slice(0, 2)
    .map((study) => ({ ...study, sourceId: 'AE3', sourceName: 'CLINIC_PACS' })),
  unreachable: ['University archive'],
};

export const pull = (over: Partial<c.Pull>): c.Pull => ({
  id: 'PU0',
  sourceId: 'AE3',
  source: 'CLINIC_PACS',
  studyInstanceUid: '1.2.826.0.1.3680043.10.8.1',
  studyId: null,
  patientName: 'Dubois^Jean-Luc',
  studyDescription: 'MR knee left',
  requestedBy: 'Jan Willems',
  reason: 'request',
  state: 'waiting',
  total: 0,
  received: 0,
  failed: 0,
  problem: '',
  createdAt: ago(20),
  changedAt: ago(2),
  ...over,
});

export const pulls = (): c.Pull[] => [
  pull({ id: 'PU1', state: 'pulling', total: 240, received: 96, createdAt: ago(3) }),
  pull({ id: 'PU2', state: 'done', total: 40, received: 40, studyId: 'S4', studyDescription: 'CT thorax' }),
  pull({
    id: 'PU3',
    state: 'incomplete',
    total: 120,
    received: 118,
    failed: 2,
    problem: 'peer_failed',
    requestedBy: 'CT of the night',
    reason: 'rule',
    createdAt: ago(500),
  }),
  pull({ id: 'PU4', state: 'failed', problem: 'source_unreachable', reason: 'prior', createdAt: ago(900) }),
];

export const pullRules: c.PullRule[] = [
  {
    id: 'RU1',
    name: 'CT of the night',
    sourceId: 'AE3',
    source: 'CLINIC_PACS',
    modality: 'CT',
    patientId: '',
    lastDays: 2,
    everyMinutes: 30,
    enabled: true,
    lastRunAt: ago(12),
    lastFound: 14,
    lastPulled: 3,
    lastProblem: '',
    nextRunAt: ahead(18),
    version: 1,
  },
  {
    id: 'RU2',
    name: 'Everything of the university',
    sourceId: 'W1',
    source: 'University archive',
    modality: '',
    patientId: '',
    lastDays: 7,
    everyMinutes: 1440,
    enabled: false,
    lastRunAt: ago(3000),
    lastFound: 0,
    lastPulled: 0,
    lastProblem: 'source_refused',
    nextRunAt: ago(1500),
    version: 2,
  },
];

export const sendingTargets: c.SendingTarget[] = [
  { id: 'AE3', kind: 'dicom', name: 'CLINIC_PACS', description: 'Archive of the clinic' },
  { id: 'W1', kind: 'dicomweb', name: 'University archive', description: '' },
];

export const sendings: c.Sending[] = [
  {
    id: 'SE1',
    kind: 'dicomweb',
    node: 'University archive',
    requestedBy: 'Jan Willems',
    state: 'done',
    total: 40,
    sent: 40,
    failed: 0,
    problem: '',
    patientId: 'U-7741',
    createdAt: ago(90),
    changedAt: ago(88),
  },
];
