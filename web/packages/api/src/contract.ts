export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

// ---- start, sign-in, registration (feature identity/accounts) ----
// GET  /setup -> {needed: boolean}                             (Public)
// POST /setup  SetupRequest -> 201 Session (signed in)         (Public, one-time token printed on the console)
export interface SetupRequest {
  token: string;
  tenantName: string;
  slug: string;
  name: string;
  email: string;
  password: string;
}
// GET  /session -> Session (200 always; user null when anonymous)
// POST /session {email,password} -> Session (sets cookie) | 401 sign_in_failed | 429 sign_in_locked {retryAfter}
// DELETE /session -> 204 ; POST /session/extend -> Session (resets idle) ; POST /session/reauthenticate {password} -> 204 | 403 wrong_password
// POST /session/membership {membershipId} -> Session  (switch active account on the same host)
export interface Session {
  user: { id: string; name: string; email: string; language: string | null } | null;
  account: {
    id: string;
    kind: 'tenant' | 'organisation' | 'individual';
    name: string;
    slug: string | null;
  } | null;
  memberships: { id: string; account: { id: string; kind: string; name: string; slug: string | null } }[];
  membershipId: string | null;
  permissions: string[]; // tenant permission keys when account.kind=='tenant'; [] for clinicians
  isOwner: boolean;
  csrfToken: string | null;
  idleEndsAt: string | null;
  absoluteEndsAt: string | null;
  idleSeconds: number | null;
  failedAttemptsSinceLastSignIn: number;
  setupNeeded: boolean;
  demonstration: boolean; // demonstration: show link to /demo/messages and the demo hint
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
// GET /sign-in-history -> {items: SignInAttempt[]} (last 100)
export interface SignInAttempt {
  at: string;
  address: string;
  device: string;
  result: 'success' | 'wrong_password' | 'locked' | 'disabled';
}
// POST /me/password {currentPassword,newPassword} -> 204 (ends other sessions) ; PATCH /me {name?,language?}
// GET/PUT /me/preferences  -> {dateFormat: string|null, timeFormat:'24'|'12'|null, studyColumns: string[]|null, theme:'light'|'dark'|'auto'}
// GET /professions -> {professions: string[], specialities: string[], numberTypes: {type,name,checked:boolean,needsIssuer:boolean}[]} (Public)
// POST /registrations Registration -> 202 {email}   (Public; mail with link /register/confirm#token)
export interface Registration {
  name: string;
  familyName: string;
  givenName: string;
  email: string;
  password: string;
  profession: string;
  speciality: string;
  language: string;
  professionalNumbers: { type: string; issuer?: string; value: string }[];
}
// POST /registrations/confirmations {token} -> 200 {email} | 404 confirmation_unknown | 410 confirmation_expired
// GET /demo/messages -> {items:[{at,channel,to,subject,text,html}]}  (Public only while demonstration)

// ---- tenant administration (staff of the active tenant) ----
// GET /permissions -> {tenant: PermissionInfo[], clinician: PermissionInfo[]} (SignedIn)
export interface PermissionInfo {
  key: string;
  category: string;
  name: string;
  explanation: string;
  warning: boolean;
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
export interface HistoryEntry {
  at: string;
  by: string;
  change: string;
} // GEN-11
// GET/POST /tenant/roles (manage_roles) ; PUT (If-Match: version)/DELETE /tenant/roles/{role} -> 409 role_in_use, 403 permission_not_held, 409 last_role_manager
// GET /role-templates?system=tenant|clinician -> {items:[{name,description,permissions}]}
// GET/POST /tenant/clinician-roles (manage_clinician_roles) ; PUT/DELETE /tenant/clinician-roles/{role}
// GET /tenant/users?q= (manage_users) -> Page<TenantUser> ; POST /tenant/users {name,email,temporaryPassword,roleIds} ; PUT /tenant/users/{user} {roleIds,enabled,version}
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
// GET/PUT /tenant/settings (manage_settings) TenantSettings
export interface TenantSettings {
  name: string;
  quietSeconds: number;
  checks: string[] /* patient_id, patient_name, birth_date, sex, accession_number, issuer, patient_record */;
  duplicatePolicy: 'keep_first' | 'keep_last';
  defaultIssuer: string;
  idleMinutes: number;
  absoluteHours: number;
  history: HistoryEntry[];
  version: number;
}
// GET/POST /tenant/api-keys (manage_api_keys) ; DELETE /tenant/api-keys/{key}
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
// POST body {name, permissions, expiresAt?} -> 201 {apiKey: ApiKey, key: string}  (key shown once)
// GET/POST /tenant/ae-titles (manage_integrations) ; DELETE /tenant/ae-titles/{ae}
export interface AeTitle {
  id: string;
  called: string;
  calling: string;
  host: string | null;
  port: number | null;
  description: string;
  lastSeenAt: string | null;
}

// ---- clinician portal, tenant side ----
// GET /tenant/clinician-portal (manage_clinician_portal) -> ClinicianPortal
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
// POST /tenant/clinician-portal/photo  raw image body (image/jpeg|png|webp) ?crop=x,y,size -> 201 {photoId, photoUrl} | 415 not_an_image | 413
// POST /tenant/clinician-portal/enable {password, photoId, displayName, description} -> ClinicianPortal | 403 wrong_password | 422
// PUT  /tenant/clinician-portal {displayName, description, photoId?, defaultRoleId, historyMonths, emergencyAccess, emergencyHours, enabled?} (If-Match) -> 409 clinician_portal_cannot_be_disabled when enabled:false
// GET /tenant/access-control?kind=individual|organisation&state=requested|allowed|declined|suspended&q= -> Page<AccessLink>
export interface AccessLink {
  id: string;
  account: { id: string; kind: string; name: string };
  state: 'requested' | 'allowed' | 'declined' | 'suspended' | 'withdrawn';
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
export interface ClaimedNumber {
  id: string;
  type: string;
  issuer: string;
  value: string;
  confirmed: boolean;
  confirmedAt: string | null;
  confirmedBy: string | null;
}
// GET /tenant/access-control/{link} ; PUT {roleId: string|null, allowAccess: boolean, confirmedNumberIds: string[], notes} (If-Match) -> AccessLink | 422 role_required
// POST /tenant/access-control/{link}/decline {reason?} -> AccessLink
// GET /tenant/referrers/unmatched?q= -> Page<{name: string, normalisedName: string, code: string|null, studies: number, lastStudyAt: string, linkedTo: {membershipId,name}|null}>
// GET /tenant/referrers/links ; POST /tenant/referrers/links {normalisedName, membershipId} ; DELETE /tenant/referrers/links/{id}
// GET /tenant/clinicians?q=  (explicit_access_grant or manage_clinician_portal) -> Page<Clinician>  clinicians of allowed accounts
export interface Clinician {
  membershipId: string;
  name: string;
  accountName: string;
  profession: string;
  speciality: string;
  role: string;
  email: string | null;
}

// ---- studies (one list for staff and clinicians; the policy decides) ----
// GET /studies?q=&from=&to=&modality=(repeat)&tenant=&source=(repeat)&state=&unread=&patient=&sort=-studyAt&limit=&cursor= -> Page<StudyRow>
export interface StudyRow {
  id: string;
  tenant: { id: string; slug: string; name: string };
  studyInstanceUid: string;
  patient: {
    id: string;
    patientId: string;
    issuer: string;
    name: string /* Family, Given */;
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
  state: 'receiving' | 'validating' | 'ready' | 'queued' | 'rejected';
  receivedAt: string;
  releasedAt: string | null;
  unread: boolean;
  sources: string[] /* staff | all | referral | history | explicit */;
  rights: string[]; /* view_images … */
}
export interface StudyDetail extends StudyRow {
  series: SeriesRow[];
  priors: StudyRow[];
  dicomwebUrl: string /* /t/<slug>/dicomweb */;
  reasons: AccessReason[];
  notForPrimaryDiagnosis: boolean;
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
// GET /studies/{study}/access (manage_clinician_access) -> Page<CurrentAccess>   tab "Current Access"
export interface CurrentAccess {
  membershipId: string;
  name: string;
  accountName: string;
  role: string;
  reasons: (AccessReason & { grantId: string | null; note: string | null })[];
}
// GET /studies/{study}/grantable?q= (both permissions) -> Page<Clinician & {alreadyGranted: boolean}>
// POST /grants {studyIds: string[], membershipIds: string[], endsAt?: string, note?: string} (both permissions) -> 201 {granted: number}
// DELETE /grants/{grant} -> 204
// GET /studies/{study}/viewers (view_audit_logs) -> Page<AuditEntry>   who has seen this study
// GET/POST /study-filters, DELETE /study-filters/{filter}  {id,name,query: Record<string,string[]>}

// ---- validation queue (validate_studies) ----
// GET /tenant/validation-queue?q= -> Page<QueuedStudy>
export interface QueuedStudy extends StudyRow {
  reasons: ValidationReason[];
  queuedAt: string;
}
export interface ValidationReason {
  code: string /* patient_id_missing, patient_name_missing, birth_date_missing, sex_missing, accession_number_missing, issuer_unknown, patient_data_differ, study_under_two_patients */;
  field: string | null;
  text: string;
  header: string | null;
  record: string | null;
}
// GET /tenant/validation-queue/{study} -> ValidationCase
export interface ValidationCase extends QueuedStudy {
  header: PatientData & StudyData;
  record: (PatientData & { id: string }) | null;
  corrected: Partial<PatientData & StudyData>;
  candidates: (PatientData & { id: string; studies: number })[];
  corrections: HistoryEntry[];
  series: SeriesRow[];
  version: number;
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
// GET /tenant/patients?q= -> Page<PatientData&{id,studies}>  (validate_studies or view_patients) choose the existing patient
// POST /tenant/validation-queue/{study}/corrections  {patientRecordId?: string, newPatient?: PatientData, fields?: Partial<PatientData&StudyData>, version} -> ValidationCase (re-validated; may become ready by itself)
// POST /tenant/validation-queue/{study}/release {reason} -> StudyRow ; POST /tenant/validation-queue/{study}/reject {reason} -> StudyRow
// POST /tenant/validation-queue/bulk {studyIds, action:'release'|'reject', reason} -> {done: string[], failed: {studyId, code, text}[]}

// ---- clinician side ----
// GET /pacs-directory?q= -> Page<DirectoryCard>
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
// POST /access-requests {tenantId, message} -> 201 DirectoryCard | 409 ; DELETE /access-requests/{tenant} -> 204 (withdraw)

// ---- audit ----
// GET /tenant/audit?user=&patient=&study=&event=&outcome=&from=&to=&cursor= (view_audit_logs) -> Page<AuditEntry> ; GET /tenant/audit/export.csv same filters ; GET /tenant/audit/events -> {codes: string[]}
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

// ---- live ----
// GET /events (SSE): event names: "access.changed" {studyIds?: string[]}, "studies.changed" {}, "validation.changed" {}, "access_requests.changed" {}, "session.ended" {}, "message.sent" {}
// Data carries no patient data; the client refetches. On access.changed the viewer re-checks its study and closes with a notice when 404.

// ---- DICOMweb (same cookies): /t/{slug}/dicomweb/studies/{uid}[/series/{uid}[/instances/{uid}[/frames/{n}]]][/metadata] … QIDO on /dicomweb/studies
