// What the server says and takes, as the screens use it. Names, shapes and units are those of /api/v1: ids are opaque text,
// times RFC 3339 UTC, DICOM dates "YYYY-MM-DD", patient names "Family, Given".

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface HistoryEntry {
  at: string;
  by: string;
  change: string;
}

// ---- first start, sign-in, sessions ----

export interface SetupRequest {
  token: string;
  tenantName: string;
  slug: string;
  name: string;
  email: string;
  password: string;
}

export type AccountKind = 'tenant' | 'organisation' | 'individual';

export interface AccountRef {
  id: string;
  kind: AccountKind;
  name: string;
  slug: string | null;
}

export interface Session {
  user: { id: string; name: string; email: string; language: string | null } | null;
  account: AccountRef | null;
  memberships: { id: string; account: AccountRef }[];
  membershipId: string | null;
  permissions: string[];
  isOwner: boolean;
  csrfToken: string | null;
  idleEndsAt: string | null;
  absoluteEndsAt: string | null;
  idleSeconds: number | null;
  failedAttemptsSinceLastSignIn: number;
  setupNeeded: boolean;
  demonstration: boolean;
  productVersion: string;
}

export interface OwnSession {
  id: string;
  current: boolean;
  device: string;
  address: string;
  createdAt: string;
  lastSeenAt: string;
}

export interface SignInAttempt {
  at: string;
  address: string;
  device: string;
  result: 'success' | 'wrong_password' | 'locked' | 'disabled';
}

export interface Preferences {
  dateFormat: string | null;
  timeFormat: '24' | '12' | null;
  studyColumns: string[] | null;
  theme: 'light' | 'dark' | 'auto';
}

// ---- registration ----

export interface Professions {
  professions: string[];
  specialities: string[];
  numberTypes: { type: string; name: string; checked: boolean; needsIssuer: boolean }[];
}

export interface ProfessionalNumber {
  type: string;
  issuer?: string;
  value: string;
}

export interface Registration {
  name: string;
  familyName: string;
  givenName: string;
  email: string;
  password: string;
  profession: string;
  speciality: string;
  language: string;
  professionalNumbers: ProfessionalNumber[];
}

export interface DemoMessage {
  at: string;
  channel: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

// ---- administration of a tenant ----

export interface PermissionInfo {
  key: string;
  category: string;
  name: string;
  explanation: string;
  warning: boolean;
}

export interface Permissions {
  tenant: PermissionInfo[];
  clinician: PermissionInfo[];
}

export interface Role {
  id: string;
  name: string;
  description: string;
  permissions: string[];
  usedBy: number;
  version: number;
  history: HistoryEntry[];
  updatedAt: string;
}

export interface RoleInput {
  name: string;
  description: string;
  permissions: string[];
}

export interface TenantUser {
  id: string;
  membershipId: string;
  name: string;
  email: string;
  roles: { id: string; name: string }[];
  isOwner: boolean;
  enabled: boolean;
  lastSignInAt: string | null;
  version: number;
}

export interface NewTenantUser {
  name: string;
  email: string;
  temporaryPassword: string;
  roleIds: string[];
}

export interface TenantSettings {
  name: string;
  quietSeconds: number;
  checks: string[];
  duplicatePolicy: 'keep_first' | 'keep_last';
  defaultIssuer: string;
  idleMinutes: number;
  absoluteHours: number;
  history: HistoryEntry[];
  version: number;
}

export type TenantSettingsInput = Omit<TenantSettings, 'history' | 'version'>;

export interface ApiKey {
  id: string;
  name: string;
  permissions: string[];
  createdAt: string;
  createdBy: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

export interface NewApiKey {
  name: string;
  permissions: string[];
  expiresAt?: string;
}

export interface AeTitle {
  id: string;
  called: string;
  calling: string;
  host: string | null;
  port: number | null;
  description: string;
  lastSeenAt: string | null;
}

export interface NewAeTitle {
  called: string;
  calling: string;
  host?: string;
  port?: number;
  description: string;
}

// ---- clinician portal, the tenant's side ----

export interface ClinicianPortal {
  enabled: boolean;
  enabledAt: string | null;
  displayName: string;
  description: string;
  photoUrl: string | null;
  defaultRoleId: string | null;
  historyMonths: number;
  emergencyAccess: boolean;
  emergencyHours: number;
  history: HistoryEntry[];
  version: number;
}

export interface ClinicianPortalInput {
  displayName: string;
  description: string;
  photoId?: string;
  defaultRoleId: string | null;
  historyMonths: number;
  emergencyAccess: boolean;
  emergencyHours: number;
}

export interface EnablePortal {
  password: string;
  photoId: string;
  displayName: string;
  description: string;
}

export interface ClaimedNumber {
  id: string;
  type: string;
  issuer: string;
  value: string;
  confirmed: boolean;
  confirmedAt: string | null;
  confirmedBy: string | null;
}

export type LinkState = 'requested' | 'allowed' | 'declined' | 'suspended' | 'withdrawn';

export interface AccessLink {
  id: string;
  account: { id: string; kind: AccountKind; name: string };
  state: LinkState;
  requestedAt: string;
  message: string;
  role: { id: string; name: string } | null;
  profession: string;
  speciality: string;
  email: string;
  numbers: ClaimedNumber[];
  notes: string;
  decidedAt: string | null;
  decidedBy: string | null;
  declineReason: string | null;
  version: number;
  history: HistoryEntry[];
}

export interface AccessLinkInput {
  roleId: string | null;
  allowAccess: boolean;
  confirmedNumberIds: string[];
  notes: string;
}

export interface UnmatchedReferrer {
  name: string;
  normalisedName: string;
  code: string | null;
  studies: number;
  lastStudyAt: string;
  linkedTo: { membershipId: string; name: string } | null;
}

export interface ReferrerLink {
  id: string;
  normalisedName: string;
  clinician: { membershipId: string; name: string };
  createdAt: string;
  createdBy: string;
}

export interface Clinician {
  membershipId: string;
  name: string;
  accountName: string;
  profession: string;
  speciality: string;
  role: string;
  email: string | null;
}

export interface GrantableClinician extends Clinician {
  alreadyGranted: boolean;
}

// ---- studies ----

export type StudyState = 'receiving' | 'validating' | 'ready' | 'queued' | 'rejected';

export interface StudyRow {
  id: string;
  tenant: { id: string; slug: string; name: string };
  studyInstanceUid: string;
  patient: {
    id: string;
    patientId: string;
    issuer: string;
    name: string;
    birthDate: string | null;
    sex: string;
  };
  studyDate: string | null;
  studyTime: string | null;
  studyAt: string;
  description: string;
  modalities: string[];
  bodyParts: string[];
  accessionNumber: string;
  referringPhysician: string;
  seriesCount: number;
  instanceCount: number;
  state: StudyState;
  receivedAt: string;
  releasedAt: string | null;
  unread: boolean;
  sources: string[];
  rights: string[];
}

export interface SeriesRow {
  id: string;
  seriesInstanceUid: string;
  modality: string;
  number: number | null;
  description: string;
  bodyPart: string;
  instanceCount: number;
  frameCount: number;
}

export interface AccessReason {
  source: string;
  text: string;
  since: string | null;
  until: string | null;
  grantedBy: string | null;
  rights: string[];
}

export interface StudyDetail extends StudyRow {
  series: SeriesRow[];
  priors: StudyRow[];
  dicomwebUrl: string;
  reasons: AccessReason[];
  notForPrimaryDiagnosis: boolean;
}

export interface CurrentAccess {
  membershipId: string;
  name: string;
  accountName: string;
  role: string;
  reasons: (AccessReason & { grantId: string | null; note: string | null })[];
}

export interface NewGrants {
  studyIds: string[];
  membershipIds: string[];
  endsAt?: string;
  note?: string;
}

export interface StudyQuery {
  q?: string;
  from?: string;
  to?: string;
  modality?: string[];
  tenant?: string;
  source?: string[];
  state?: string;
  unread?: boolean;
  patient?: string;
  sort?: string;
  limit?: number;
  cursor?: string;
}

export interface StudyFilter {
  id: string;
  name: string;
  query: Record<string, string[]>;
}

// ---- validation queue ----

export interface ValidationReason {
  code: string;
  field: string | null;
  text: string;
  header: string | null;
  record: string | null;
}

export interface QueuedStudy extends StudyRow {
  reasons: ValidationReason[];
  queuedAt: string;
}

export interface PatientData {
  patientId: string;
  issuer: string;
  name: string;
  birthDate: string | null;
  sex: string;
}

export interface StudyData {
  accessionNumber: string;
  studyDate: string | null;
  description: string;
  referringPhysician: string;
}

export interface PatientCandidate extends PatientData {
  id: string;
  studies: number;
}

export interface ValidationCase extends QueuedStudy {
  header: PatientData & StudyData;
  record: (PatientData & { id: string }) | null;
  corrected: Partial<PatientData & StudyData>;
  candidates: PatientCandidate[];
  corrections: HistoryEntry[];
  series: SeriesRow[];
  version: number;
}

export interface Correction {
  patientRecordId?: string;
  newPatient?: PatientData;
  fields?: Partial<PatientData & StudyData>;
  version: number;
}

export interface BulkDecision {
  studyIds: string[];
  action: 'release' | 'reject';
  reason: string;
}

export interface BulkResult {
  done: string[];
  failed: { studyId: string; code: string; text: string }[];
}

// ---- PACS Directory, the clinician's side ----

export interface DirectoryCard {
  tenantId: string;
  displayName: string;
  description: string;
  photoUrl: string;
  state: 'not_requested' | 'requested' | 'allowed' | 'declined' | 'suspended';
  requestedAt: string | null;
  message: string | null;
  declineReason: string | null;
  mayAskAgainAt: string | null;
}

// ---- audit ----

export interface AuditEntry {
  id: string;
  at: string;
  event: string;
  outcome: 'success' | 'refused' | 'failure';
  actor: { kind: string; id: string | null; name: string };
  address: string;
  device: string;
  patient: { id: string; name: string } | null;
  study: { id: string; description: string } | null;
  object: string | null;
  reason: string;
  details: Record<string, string>;
  sealed: boolean;
}

export interface AuditQuery {
  user?: string;
  patient?: string;
  study?: string;
  event?: string;
  outcome?: string;
  from?: string;
  to?: string;
  cursor?: string;
  limit?: number;
}
