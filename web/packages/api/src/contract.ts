import type { components, operations } from './generated/openapi';

// The server's types under the names that the screens use. Ids are opaque text, times RFC 3339 UTC, DICOM dates "YYYY-MM-DD",
// patient names "Family, Given". An optional member that is empty is left out: absent and null mean the same.

type Schemas = components['schemas'];

export interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}

// ---- first start, sign-in, sessions ----

export type Session = Schemas['Session'];
export type AccountRef = Schemas['SessionAccount'];
export type SetupRequest = Schemas['SetupRequest'];
export type OwnSession = Schemas['OwnSession'];
export type SignInAttempt = Schemas['SignInAttempt'];
export type Preferences = Schemas['Preferences'];

// ---- registration ----

export type Professions = Schemas['Professions'];
export type ProfessionalNumber = Schemas['ProfessionalNumber'];
export type Registration = Schemas['Registration'];

// ---- administration of a tenant ----

export type HistoryEntry = Schemas['HistoryEntry'];
export type PermissionInfo = Schemas['PermissionInfo'];
export type Permissions = Schemas['Permissions'];
export type Role = Schemas['Role'];
export type RoleInput = Schemas['RoleInput'];
export type TenantUser = Schemas['TenantUser'];
export type NewTenantUser = Schemas['NewTenantUser'];
export type TenantSettings = Schemas['TenantSettings'];
export type TenantSettingsInput = Schemas['TenantSettingsInput'];
export type ApiKey = Schemas['ApiKey'];
export type NewApiKey = Schemas['NewApiKey'];
export type DeletedStudy = Schemas['DeletedStudy'];
export type LegalHold = Schemas['LegalHold'];
export type Recall = Schemas['Recall'];
export type NewRecall = Schemas['NewRecall'];
export type RecallPerson = Schemas['RecallPerson'];
export type RecallNotice = Schemas['RecallNotice'];
export type AeTitle = Schemas['AeTitle'];
export type NewAeTitle = Schemas['NewAeTitle'];
export type Sending = Schemas['Sending'];
export type NewSending = Schemas['NewSending'];
export type SendingTarget = Schemas['SendingTarget'];

// ---- studies of other systems ----

export type RetrieveBy = NonNullable<AeTitle['retrieveBy']>;
export type Check = Schemas['Reachability'];
export type DicomwebServer = Schemas['DicomwebServer'];
export type DicomwebServerInput = Schemas['NewDicomwebServer'];
export type PullSource = Schemas['PullSource'];
export type RemoteSearch = Schemas['RemoteSearch'];
export type RemoteStudy = Schemas['RemoteStudy'];
export type RemoteStudies = Schemas['RemoteStudies'];
export type RemotePrior = Schemas['RemotePrior'];
export type RemotePriors = Schemas['RemotePriors'];
export type Pull = Schemas['Pull'];
export type NewPulls = Schemas['NewPulls'];
export type PullRule = Schemas['PullRule'];
export type PullRuleInput = Schemas['NewPullRule'];
export type SentMessage = Schemas['SentMessage'];
export type MessageText = Schemas['MessageText'];
export interface MessageQuery {
  state?: SentMessage['state'][];
  channel?: SentMessage['channel'];
  recipient?: string;
  cursor?: string;
}

// ---- clinician portal, the tenant's side ----

export type ClinicianPortal = Schemas['ClinicianPortal'];
export type ClinicianPortalInput = Schemas['ClinicianPortalSettings'];
export type EnablePortal = Schemas['EnableClinicianPortal'];
export type ClaimedNumber = Schemas['ClaimedNumber'];
export type AccessLink = Schemas['AccessLink'];
export type AccessLinkInput = Schemas['AccessLinkChange'];
export type UnmatchedReferrer = Schemas['UnmatchedReferrer'];
export type ReferrerLink = Schemas['ReferrerLink'];
export type Clinician = Schemas['Clinician'];
export type GrantableClinician = Schemas['GrantableClinician'];

// ---- studies ----

export type StudyRow = Schemas['StudyRow'];
export type SeriesRow = Schemas['SeriesRow'];
export type AccessReason = Schemas['AccessReason'];
export type StudyDetail = Schemas['StudyDetail'];
export type CurrentAccess = Schemas['CurrentAccess'];
export type NewGrants = Schemas['NewGrants'];
export type StudyFilter = Schemas['StudyFilter'];
export type StudyQuery = NonNullable<operations['listStudies']['parameters']['query']>;

// ---- validation queue ----

export type ValidationReason = Schemas['ValidationReason'];
export type QueuedStudy = Schemas['QueuedStudy'];
export type CaseData = Schemas['CaseData'];
export type CorrectedData = Schemas['CorrectedData'];
export type PatientData = Schemas['PatientData'];
export type PatientCandidate = Schemas['PatientCandidate'];
export type ValidationCase = Schemas['ValidationCase'];
export type Correction = Schemas['Correction'];
export type BulkDecision = Schemas['BulkDecision'];
export type BulkResult = Schemas['BulkResult'];

// ---- PACS Directory, the clinician's side ----

export type ClinicianUpload = Schemas['ClinicianUpload'];
export type UploadDepartment = Schemas['StudyTenant'];
export type DirectoryCard = Schemas['DirectoryCard'];

// ---- audit ----

export type AuditEntry = Schemas['AuditEntry'];
export type AuditQuery = NonNullable<operations['listAuditEntries']['parameters']['query']>;

// ---- the demonstration; its page exists only there, so the description does not name it ----

export interface DemoMessage {
  at: string;
  channel: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

// ---- annotations and key images ----

export type StudyMarks = Schemas['StudyMarks'];
export type OwnAnnotations = Schemas['OwnAnnotations'];
export type StudyAnnotations = Schemas['StudyAnnotations'];
export type AnnotationExport = Schemas['AnnotationExport'];
