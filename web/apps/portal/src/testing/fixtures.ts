import type * as c from '@portico/api';

// Answers for tests and for working without a server; never part of the build.

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const ahead = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const day = (daysAgo: number) => ago(daysAgo * 1440).slice(0, 10);

export const tenant: c.AccountRef = { id: 'T1', kind: 'tenant', name: 'Radiology, Saint Anna', slug: 'anna' };
export const individual: c.AccountRef = { id: 'A1', kind: 'individual', name: 'Dr Els Maes', slug: null };

export const everyPermission: c.Session['permissions'] = [
  'view_studies',
  'manage_clinician_access',
  'validate_studies',
  'upload_studies',
  'delete_studies',
  'view_patients',
  'manage_clinician_portal',
  'explicit_access_grant',
  'manage_clinician_roles',
  'manage_users',
  'manage_roles',
  'manage_settings',
  'manage_integrations',
  'view_audit_logs',
  'manage_api_keys',
];

const signedOut: c.Session = {
  user: null,
  account: null,
  memberships: [],
  membershipId: null,
  permissions: [],
  isOwner: false,
  csrfToken: null,
  idleEndsAt: null,
  absoluteEndsAt: null,
  idleSeconds: null,
  failedAttemptsSinceLastSignIn: 0,
  setupNeeded: false,
  demonstration: true,
  productVersion: '0.1.0',
};

export function session(
  as: 'staff' | 'clinician' | 'anonymous' | 'setup',
  permissions = everyPermission,
): c.Session {
  if (as === 'anonymous') return signedOut;
  if (as === 'setup') return { ...signedOut, setupNeeded: true, demonstration: false };
  const staff = as === 'staff';
  return {
    ...signedOut,
    user: {
      id: 'U1',
      name: staff ? 'Jan Willems' : 'Dr Els Maes',
      email: staff ? 'jan@anna.example' : 'els@maes.example',
      language: 'en',
    },
    account: staff ? tenant : individual,
    memberships: staff
      ? [
          { id: 'M1', account: tenant },
          { id: 'M2', account: { ...tenant, id: 'T2', name: 'Radiology, North Clinic' } },
        ]
      : [{ id: 'M3', account: individual }],
    membershipId: staff ? 'M1' : 'M3',
    permissions: staff ? permissions : [],
    isOwner: staff,
    csrfToken: 'csrf',
    idleEndsAt: ahead(30),
    absoluteEndsAt: ahead(720),
    idleSeconds: 1800,
  };
}

const patients = [
  ['Peeters, Anna', '1957-03-28', 'F'],
  ['Dubois, Jean-Luc', '1984-11-02', 'M'],
  ['Øverland, Kåre', '1991-07-19', 'M'],
  ['Müller-Lüdenscheidt, Franziska', '1948-01-30', 'F'],
  ['Janssens, Tom', null, 'M'],
  ['Yamada, Tarou', '2014-06-06', 'M'],
] as const;

const kinds = [
  ['CT', 'HEAD', 'CT head without contrast'],
  ['CT', 'CHEST', 'CT thorax'],
  ['MR', 'KNEE', 'MR knee left'],
  ['CR', 'HAND', 'Hand right 2 views'],
  ['US', 'ABDOMEN', 'Ultrasound abdomen'],
  ['MG', 'BREAST', 'Mammography screening, both sides, two views'],
] as const;

export function study(index: number, over: Partial<c.StudyRow> = {}): c.StudyRow {
  const [name, birthDate, sex] = patients[index % patients.length] ?? patients[0];
  const [modality, bodyPart, description] = kinds[index % kinds.length] ?? kinds[0];
  const states = ['ready', 'ready', 'ready', 'queued', 'ready', 'receiving'] as const;
  return {
    id: `S${index}`,
    tenant: { id: 'T1', slug: 'anna', name: index % 4 === 3 ? 'Radiology, North Clinic' : tenant.name },
    studyInstanceUid: `1.2.826.0.1.3680043.10.${index}`,
    patient: {
      id: `P${index % 6}`,
      patientId: `2024-${1000 + (index % 6)}`,
      issuer: 'ANNA',
      name,
      birthDate,
      sex,
    },
    studyDate: day(index / 3),
    studyTime: '14:05:12',
    studyAt: ago(index * 480),
    description,
    modalities: index % 7 === 6 ? [modality, 'SR'] : [modality],
    bodyParts: [bodyPart],
    accessionNumber: `A${90210 + index}`,
    referringPhysician: index % 3 ? 'Maes, Els' : 'Van den Broucke, Christophe',
    seriesCount: 1 + (index % 5),
    instanceCount: 12 + ((index * 137) % 1400),
    state: states[index % states.length] ?? 'ready',
    receivedAt: ago(index * 480 - 3),
    releasedAt: ago(index * 480 - 5),
    unread: index % 3 === 0,
    sources: index % 2 ? ['referral'] : ['explicit', 'history'],
    rights: ['view_images', 'view_report'],
    ...over,
  };
}

export const studies = Array.from({ length: 180 }, (_, index) => study(index));

export function studyDetail(id: string): c.StudyDetail {
  const row = studies.find((one) => one.id === id) ?? study(0);
  return {
    ...row,
    series: Array.from({ length: row.seriesCount }, (_, index) => ({
      id: `${id}-${index}`,
      seriesInstanceUid: `${row.studyInstanceUid}.${index}`,
      modality: row.modalities[0] ?? 'OT',
      number: index + 1,
      description: ['Scout', 'Axial 5 mm', 'Bone 1 mm', 'Coronal', 'Sagittal'][index] ?? '',
      bodyPart: row.bodyParts[0] ?? '',
      instanceCount: 3 + index * 60,
      frameCount: 3 + index * 60,
    })),
    priors: studies.filter((one) => one.patient.id === row.patient.id && one.id !== id).slice(0, 4),
    dicomwebUrl: '/t/anna/dicomweb',
    notForPrimaryDiagnosis: true,
    reasons: [
      {
        source: 'referral',
        text: 'You are the referring physician (RIZIV 10003282000).',
        since: ago(3000),
        until: null,
        grantedBy: null,
        rights: ['view_images', 'view_report', 'download'],
      },
      {
        source: 'explicit',
        text: 'Granted for this study.',
        since: ago(600),
        until: ahead(20_000),
        grantedBy: 'Jan Willems',
        rights: ['view_images'],
      },
    ],
  };
}

export const clinicians: c.GrantableClinician[] = [
  ['Dr Els Maes', 'Dr Els Maes', 'Cardiology', 'Attending physician'],
  ['Dr A. Peeters', 'Dr A. Peeters', 'General practice', 'Attending physician'],
  ['Dr Christophe Van den Broucke', 'Group practice The Hill', 'Orthopaedics', 'Attending physician'],
  ['Nora Lambert', 'Nora Lambert', 'Nursing', 'Nurse'],
].map(([name = '', accountName = '', speciality = '', role = ''], index) => ({
  membershipId: `C${index}`,
  name,
  accountName,
  profession: 'physician',
  speciality,
  role,
  email: `c${index}@clinicians.example`,
  alreadyGranted: index === 3,
}));

export const currentAccess: c.CurrentAccess[] = [
  {
    membershipId: 'C0',
    name: 'Dr Els Maes',
    accountName: 'Dr Els Maes',
    role: 'Attending physician',
    reasons: [
      {
        source: 'referral',
        text: 'Referring physician by RIZIV 10003282000',
        since: ago(3000),
        until: null,
        grantedBy: null,
        rights: ['view_images'],
        grantId: null,
        note: null,
      },
      {
        source: 'explicit',
        text: 'Granted for this study',
        since: ago(700),
        until: ahead(40_000),
        grantedBy: 'Jan Willems',
        rights: ['view_images'],
        grantId: 'G1',
        note: 'Second opinion before the operation',
      },
    ],
  },
  {
    membershipId: 'C3',
    name: 'Nora Lambert',
    accountName: 'Nora Lambert',
    role: 'Nurse',
    reasons: [
      {
        source: 'explicit',
        text: 'Granted for this study',
        since: ago(100),
        until: null,
        grantedBy: 'Jan Willems',
        rights: ['view_images'],
        grantId: 'G2',
        note: null,
      },
    ],
  },
];

const reasons: c.ValidationReason[] = [
  {
    code: 'birth_date_missing',
    field: 'birthDate',
    text: 'The birth date is missing.',
    header: null,
    record: null,
  },
  {
    code: 'accession_number_missing',
    field: 'accessionNumber',
    text: 'The accession number is missing.',
    header: null,
    record: null,
  },
  {
    code: 'patient_data_differ',
    field: 'name',
    text: 'The name differs from the patient record.',
    header: 'Peters, Anna',
    record: 'Peeters, Anna',
  },
];

export const uploadDepartments: c.UploadDepartment[] = [
  { id: 'T1', slug: 'anna', name: 'Radiology, St Anna' },
  { id: 'T2', slug: 'north', name: 'Radiology, North Clinic' },
];

export const ownUploads: c.ClinicianUpload[] = (['waiting', 'released', 'rejected'] as const).map(
  (state, index) => ({
    studyId: `S${index}`,
    tenant: uploadDepartments[index % 2] ?? { id: 'T1', slug: 'anna', name: 'Radiology, St Anna' },
    patientName: ['Peeters, Anna', 'Janssens, Jan', 'Dubois, Marie'][index] ?? '',
    studyDate: '2024-01-31',
    description: 'CT head without contrast',
    objectCount: 120 + index,
    firstAt: ago(60 * index),
    lastAt: ago(60 * index),
    state,
    decidedAt: state === 'waiting' ? null : ago(10),
    reason: state === 'rejected' ? 'Not a patient of ours' : null,
    open: state === 'released',
  }),
);

export const queue: c.QueuedStudy[] = [3, 9, 15].map((index) => ({
  ...study(index, { state: 'queued', rights: ['view_images'] }),
  reasons:
    index === 15
      ? [{ code: 'uploaded_by_clinician', text: 'A clinician uploaded this study.' }]
      : reasons.slice(0, 1 + (index % 3)),
  uploadedBy: index === 15 ? { name: 'Dr Els Maes', account: 'Practice Maes' } : null,
  queuedAt: ago(index * 20),
}));

export function validationCase(id: string): c.ValidationCase {
  const row = queue.find((one) => one.id === id) ?? queue[0];
  if (!row) throw new Error('The queue is empty');
  const person = {
    patientId: '2024-1000',
    issuer: 'ANNA',
    name: 'Peeters, Anna',
    birthDate: '1957-03-28',
    sex: 'F',
  };
  return {
    ...row,
    reasons,
    header: {
      ...person,
      name: 'Peters, Anna',
      birthDate: null,
      accessionNumber: '',
      studyDate: row.studyDate,
      description: row.description,
      referringPhysician: row.referringPhysician,
    },
    record: { ...person, id: 'P0' },
    corrected: {},
    candidates: [
      { ...person, id: 'P0', studies: 4 },
      {
        ...person,
        id: 'P9',
        patientId: '2019-0044',
        name: 'Peters, Anna',
        birthDate: '1961-01-03',
        studies: 1,
      },
    ],
    corrections: [{ at: ago(12), by: 'Jan Willems', change: 'Description: “CT” → “CT head”' }],
    series: studyDetail(id).series,
    version: 3,
  };
}

const info = (
  key: string,
  category: string,
  name: string,
  explanation: string,
  warning = false,
): c.PermissionInfo => ({
  key,
  category,
  name,
  explanation,
  warning,
});

export const permissions: c.Permissions = {
  tenant: [
    info('view_studies', 'studies', 'View Studies', 'See the list of studies and open their images.'),
    info(
      'manage_clinician_access',
      'studies',
      'Manage Clinician Access',
      'See which clinicians can open a study, and why.',
    ),
    info('validate_studies', 'studies', 'Validate Studies', 'Work on the validation queue.'),
    info('view_patients', 'patients', 'View Patients', 'See the patients of the department.'),
    info(
      'manage_clinician_portal',
      'clinician_portal',
      'Manage Clinician Portal',
      'Enable the portal and answer requests.',
    ),
    info(
      'explicit_access_grant',
      'clinician_portal',
      'Explicit Access Grant',
      'Give a clinician a single study.',
    ),
    info('manage_users', 'administration', 'Manage Users', 'Add users and give them roles.'),
    info('manage_roles', 'administration', 'Manage Roles', 'Define what roles may do.'),
    info('view_audit_logs', 'administration', 'View Audit Logs', 'Read who did what and when.'),
  ],
  clinician: [
    info(
      'access_all_studies',
      'access',
      'Access All Studies',
      'Every released study of the department.',
      true,
    ),
    info(
      'access_referred_studies',
      'access',
      'Access Referred Studies',
      'Studies that the clinician referred.',
    ),
    info(
      'access_referred_patients_history',
      'access',
      'Access Referred Patients’ History',
      'Other studies of those patients.',
    ),
    info('view_images', 'features', 'View Images', 'Open images in the viewer.'),
    info('view_reports', 'features', 'View Reports', 'Read final reports.'),
    info('download_images', 'features', 'Download Images', 'Take images away as files.'),
    info('view_demographics', 'clinical', 'View Demographics', 'See the patient’s address and contacts.'),
  ],
};

const history: c.HistoryEntry[] = [
  { at: ago(3000), by: 'Jan Willems', change: 'Created' },
  { at: ago(200), by: 'Jan Willems', change: 'Added View Reports' },
];

export const roles: c.Role[] = [
  ['Radiologist', 'Reads and reports', ['view_studies', 'validate_studies', 'view_patients']],
  ['Front desk', 'No images, no reports', ['view_patients']],
  [
    'Administrator',
    'Everything about people and settings',
    ['manage_users', 'manage_roles', 'view_audit_logs'],
  ],
].map(([name, description, keys], index) => ({
  id: `R${index}`,
  name: String(name),
  description: String(description),
  permissions: keys as string[],
  usedBy: index === 1 ? 0 : 3,
  version: 1,
  history,
  updatedAt: ago(200),
}));

export const clinicianRoles: c.Role[] = [
  [
    'Attending physician',
    'Sees what he or she referred, and the history',
    ['access_referred_studies', 'access_referred_patients_history', 'view_images', 'view_reports'],
  ],
  ['Chief physician', 'Every study', ['access_all_studies', 'view_images', 'view_reports']],
].map(([name, description, keys], index) => ({
  id: `CR${index}`,
  name: String(name),
  description: String(description),
  permissions: keys as string[],
  usedBy: 2 - index,
  version: 1,
  history,
  updatedAt: ago(400),
}));

export const users: c.TenantUser[] = ['Jan Willems', 'Sofie Claes', 'Marc Lemmens', 'Ilse Baert'].map(
  (name, index) => ({
    id: `U${index + 1}`,
    membershipId: `MU${index}`,
    name,
    email: `${name.split(' ')[0]?.toLowerCase()}@anna.example`,
    roles: index === 0 ? [] : [{ id: `R${index % 3}`, name: roles[index % 3]?.name ?? '' }],
    isOwner: index === 0,
    enabled: index !== 3,
    lastSignInAt: index === 2 ? null : ago(index * 900 + 4),
    version: 1,
  }),
);

const picture = (hue: number) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 160"><rect width="320" height="160" fill="hsl(${hue} 40% 78%)"/><path d="M60 160V80l60-36 60 36v80z" fill="hsl(${hue} 30% 50%)"/><path d="M180 160V60h80v100z" fill="hsl(${hue} 30% 40%)"/></svg>`)}`;

export const portal = (enabled: boolean): c.ClinicianPortal => ({
  enabled,
  enabledAt: enabled ? ago(9000) : null,
  displayName: enabled ? tenant.name : '',
  description: enabled ? 'CT, MR, ultrasound and X-ray. Reports within 24 hours.' : '',
  photoUrl: enabled ? picture(170) : null,
  defaultRoleId: enabled ? 'CR0' : null,
  historyMonths: 12,
  emergencyAccess: false,
  emergencyHours: 4,
  history: enabled ? history : [],
  version: 2,
});

const linkStates: string[] = ['requested', 'requested', 'allowed', 'declined', 'suspended'];

export const links: c.AccessLink[] = linkStates.map((state, index) => ({
  id: `L${index}`,
  account: {
    id: `A${index}`,
    kind: 'individual',
    name:
      ['Dr Els Maes', 'Dr Christophe Van den Broucke', 'Dr A. Peeters', 'Paul Simons', 'Nora Lambert'][
        index
      ] ?? '',
  },
  state,
  requestedAt: ago(60 * (index + 1)),
  message:
    index === 0 ? 'I refer patients from the cardiology clinic at the Hill, mostly for CT thorax.' : '',
  role: state === 'allowed' || state === 'suspended' ? { id: 'CR0', name: 'Attending physician' } : null,
  profession: 'physician',
  speciality: 'cardiology',
  email: `c${index}@clinicians.example`,
  numbers: [
    {
      id: `N${index}`,
      type: 'riziv',
      issuer: '',
      value: '10003282000',
      confirmed: index === 2,
      confirmedAt: index === 2 ? ago(500) : null,
      confirmedBy: index === 2 ? 'Jan Willems' : null,
    },
    {
      id: `NB${index}`,
      type: 'other',
      issuer: 'Hill clinic',
      value: 'EM-44',
      confirmed: false,
      confirmedAt: null,
      confirmedBy: null,
    },
  ],
  notes: '',
  decidedAt: index > 1 ? ago(400) : null,
  decidedBy: index > 1 ? 'Jan Willems' : null,
  declineReason: state === 'declined' ? 'Not known to us' : null,
  version: 1,
  history,
}));

export const unmatched: c.UnmatchedReferrer[] = [
  ['VAN DEN BROUCKE^CHRISTOPHE', 412],
  ['MAES^ELS', 96],
  ['DR. PEETERS', 31],
].map(([name, count]) => ({
  name: String(name),
  normalisedName: String(name).toLowerCase().replace('^', ' '),
  code: null,
  studies: Number(count),
  lastStudyAt: ago(3000),
}));

export const directory: c.DirectoryCard[] = (
  ['not_requested', 'requested', 'allowed', 'declined', 'suspended', 'not_requested'] as const
).map((state, index) => ({
  tenantId: `T${index}`,
  displayName:
    [
      'Radiology, Saint Anna',
      'North Clinic Imaging',
      'University Hospital, Medical Imaging',
      'Dental Imaging Centre',
      'The Hill',
      'Harbour Radiology',
    ][index] ?? '',
  description:
    'CT, MR, ultrasound and X-ray for referring physicians of the region. Reports within 24 hours on working days.',
  photoUrl: picture(index * 60),
  state,
  requestedAt: state === 'not_requested' ? null : ago(500),
  message: state === 'requested' ? 'I refer patients from the cardiology clinic.' : null,
  declineReason: state === 'declined' ? 'Please ask your practice manager first.' : null,
  mayAskAgainAt: state === 'declined' ? ahead(900) : null,
}));

export const audit: c.AuditEntry[] = Array.from({ length: 30 }, (_, index) => ({
  id: `E${index}`,
  at: ago(index * 17),
  event:
    ['study.viewed', 'session.started', 'access.granted', 'role.changed', 'session.refused'][index % 5] ?? '',
  outcome: index % 5 === 4 ? 'refused' : 'success',
  actor: {
    kind: 'user',
    id: 'U1',
    name: index % 5 === 4 ? 'unknown' : (['Dr Els Maes', 'Jan Willems'][index % 2] ?? ''),
  },
  address: '192.0.2.17',
  device: 'Firefox on Windows',
  patient: index % 5 === 0 ? { id: 'P0', name: 'Peeters, Anna' } : null,
  study: index % 5 === 0 ? { id: 'S0', description: 'CT head without contrast' } : null,
  object: index % 5 === 3 ? 'R1' : null,
  reason: index % 5 === 0 ? 'referral' : '',
  details: (index % 5 === 3 ? { before: 'view_studies', after: 'view_studies view_patients' } : {}) as Record<
    string,
    string
  >,
  sealed: index > 0,
}));

export const settings: c.TenantSettings = {
  name: tenant.name,
  quietSeconds: 60,
  checks: ['patient_id', 'patient_name', 'birth_date', 'sex', 'accession_number'],
  duplicatePolicy: 'keep_first',
  defaultIssuer: 'ANNA',
  idleMinutes: 30,
  absoluteHours: 12,
  history,
  version: 4,
};

export const apiKeys: c.ApiKey[] = [
  {
    id: 'K1',
    name: 'Night export',
    permissions: ['view_studies'],
    createdAt: ago(90_000),
    createdBy: 'Jan Willems',
    expiresAt: ahead(90_000),
    lastUsedAt: ago(40),
    revokedAt: null,
  },
  {
    id: 'K2',
    name: 'Old script',
    permissions: ['view_studies', 'view_patients'],
    createdAt: ago(190_000),
    createdBy: 'Jan Willems',
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: ago(30_000),
  },
];

export const aeTitles: c.AeTitle[] = [
  {
    id: 'AE1',
    called: 'PORTICO',
    calling: 'CT1',
    host: '192.0.2.40',
    port: null,
    description: 'CT, ground floor',
    enabled: true,
    mayStore: true,
    mayQuery: false,
    mayRetrieve: false,
    requireTls: false,
    lastSeenAt: ago(12),
  },
  {
    id: 'AE3',
    called: 'PORTICO',
    calling: 'CLINIC_PACS',
    host: '192.0.2.60',
    port: 104,
    description: 'Archive of the clinic',
    enabled: true,
    mayStore: true,
    mayQuery: false,
    mayRetrieve: false,
    requireTls: false,
    lastSeenAt: ago(300),
    retrieveBy: 'move',
    fetchPriors: true,
  },
  {
    id: 'AE2',
    called: 'PORTICO',
    calling: 'PACS_OLD',
    host: null,
    port: 11112,
    description: '',
    enabled: false,
    mayStore: true,
    mayQuery: true,
    mayRetrieve: true,
    requireTls: true,
    lastSeenAt: null,
    retrieveBy: 'none',
  },
];

export const professions: c.Professions = {
  professions: ['physician', 'dentist', 'nurse', 'physiotherapist', 'other'],
  specialities: ['cardiology', 'general_practice', 'orthopaedics', 'surgery', 'other'],
  numberTypes: [
    { type: 'riziv', name: 'RIZIV/INAMI', checked: true, needsIssuer: false },
    { type: 'big', name: 'BIG', checked: true, needsIssuer: false },
    { type: 'other', name: 'Other', checked: false, needsIssuer: true },
  ],
};

export const messages: c.DemoMessage[] = [
  {
    at: ago(2),
    channel: 'mail',
    to: 'els@maes.example',
    subject: 'Confirm your e-mail address',
    text: 'Welcome.\n\nConfirm your address within 24 hours:\nhttp://localhost:8080/register/confirm#abc123.\n',
    html: '',
  },
];

export const ownSessions: c.OwnSession[] = [
  {
    id: 'O1',
    current: true,
    device: 'Firefox on Windows',
    address: '192.0.2.17',
    createdAt: ago(55),
    lastSeenAt: ago(0),
  },
  {
    id: 'O2',
    current: false,
    device: 'Safari on iPhone',
    address: '198.51.100.3',
    createdAt: ago(900),
    lastSeenAt: ago(300),
  },
];

export const attempts: c.SignInAttempt[] = (['success', 'wrong_password', 'success', 'locked'] as const).map(
  (result, index) => ({
    at: ago(55 + index * 700),
    address: '192.0.2.17',
    device: 'Firefox on Windows',
    result,
  }),
);
