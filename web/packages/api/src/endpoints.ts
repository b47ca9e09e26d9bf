import { answer, client, ifMatch, rememberCsrfToken, sendBytes } from './client';
import type * as c from './contract';
import { messageCalls } from './messages';
import { pullCalls } from './pulls';

// One function a call; the screens know these and nothing of paths.

const size = 50;
// What browsers send on for a page that is gone, at most 64 KiB.
const largestFarewell = 60_000;

async function session(call: Promise<c.Session>): Promise<c.Session> {
  const found = await call;
  rememberCsrfToken(found.csrfToken);
  return found;
}

export const api = {
  ...pullCalls,
  ...messageCalls,

  session: () => session(answer(client.GET('/api/v1/session'))),
  signIn: (body: { email: string; password: string }) =>
    session(answer(client.POST('/api/v1/session', { body }))),
  signOut: () => answer(client.DELETE('/api/v1/session')),
  extendSession: () => session(answer(client.POST('/api/v1/session/extend'))),
  switchMembership: (membershipId: string) =>
    session(answer(client.POST('/api/v1/session/membership', { body: { membershipId } }))),
  setup: (body: c.SetupRequest) => session(answer(client.POST('/api/v1/setup', { body }))),

  ownSessions: async () => (await answer(client.GET('/api/v1/sessions'))).items,
  endSession: (id: string) => answer(client.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } })),
  endOtherSessions: () => answer(client.DELETE('/api/v1/sessions')),
  signInHistory: async () => (await answer(client.GET('/api/v1/sign-in-history'))).items,
  changePassword: (body: { currentPassword: string; newPassword: string }) =>
    answer(client.POST('/api/v1/me/password', { body })),
  changeMe: (body: { name?: string; language?: string }) => answer(client.PATCH('/api/v1/me', { body })),
  preferences: () => answer(client.GET('/api/v1/me/preferences')),
  savePreferences: (body: c.Preferences) => answer(client.PUT('/api/v1/me/preferences', { body })),

  professions: () => answer(client.GET('/api/v1/professions')),
  register: (body: c.Registration) => answer(client.POST('/api/v1/registrations', { body })),
  confirmRegistration: (token: string) =>
    answer(client.POST('/api/v1/registrations/confirmations', { body: { token } })),
  demoMessages: async () => (await answer(client.GET('/api/v1/demo/messages'))).items,

  permissions: () => answer(client.GET('/api/v1/permissions')),
  roleTemplates: async (system: 'tenant' | 'clinician') =>
    (await answer(client.GET('/api/v1/role-templates', { params: { query: { system } } }))).items,

  users: (query: { q?: string; cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/users', { params: { query: { ...query, limit: size } } })),
  createUser: (body: c.NewTenantUser) => answer(client.POST('/api/v1/tenant/users', { body })),
  changeUser: (user: string, body: { roleIds: string[]; enabled: boolean; version: number }) =>
    answer(client.PUT('/api/v1/tenant/users/{user}', { params: { path: { user } }, body })),

  settings: () => answer(client.GET('/api/v1/tenant/settings')),
  saveSettings: (version: number, body: c.TenantSettingsInput) =>
    answer(client.PUT('/api/v1/tenant/settings', { params: { header: ifMatch(version) }, body })),

  apiKeys: (query: { cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/api-keys', { params: { query } })),
  createApiKey: (body: c.NewApiKey) => answer(client.POST('/api/v1/tenant/api-keys', { body })),
  revokeApiKey: (key: string) =>
    answer(client.DELETE('/api/v1/tenant/api-keys/{key}', { params: { path: { key } } })),

  annotations: (study: string) =>
    answer(client.GET('/api/v1/studies/{study}/annotations', { params: { path: { study } } })),
  // `leaving`: the page may be gone before the answer.
  saveAnnotations: (study: string, version: number, body: c.StudyMarks, leaving: boolean) =>
    answer(
      client.PUT('/api/v1/studies/{study}/annotations', {
        params: { path: { study }, header: ifMatch(version) },
        body,
        keepalive: leaving && JSON.stringify(body).length < largestFarewell,
      }),
    ),
  publishAnnotations: (study: string, version: number) =>
    answer(
      client.POST('/api/v1/studies/{study}/annotations/publication', {
        params: { path: { study }, header: ifMatch(version) },
      }),
    ),
  withdrawAnnotations: (study: string) =>
    answer(client.DELETE('/api/v1/studies/{study}/annotations/publication', { params: { path: { study } } })),
  storeAnnotations: (study: string, kind: c.AnnotationExport['kind']) =>
    answer(
      client.POST('/api/v1/studies/{study}/annotations/export', {
        params: { path: { study } },
        body: { kind },
      }),
    ),
  annotationFileUrl: (study: string, kind: c.AnnotationExport['kind']) =>
    `/api/v1/studies/${encodeURIComponent(study)}/annotations/file?kind=${kind}`,

  deleteStudy: (study: string, reason: string) =>
    answer(
      client.POST('/api/v1/studies/{study}/deletion', { params: { path: { study } }, body: { reason } }),
    ),
  deletedStudies: (query: { cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/deleted-studies', { params: { query: { ...query, limit: size } } })),
  restoreStudy: (study: string, reason: string) =>
    answer(
      client.POST('/api/v1/tenant/deleted-studies/{study}/restore', {
        params: { path: { study } },
        body: { reason },
      }),
    ),
  legalHold: (study: string) =>
    answer(client.GET('/api/v1/studies/{study}/legal-hold', { params: { path: { study } } })),
  holdStudy: (study: string, reason: string) =>
    answer(
      client.PUT('/api/v1/studies/{study}/legal-hold', { params: { path: { study } }, body: { reason } }),
    ),
  endLegalHold: (study: string, reason: string) =>
    answer(
      client.POST('/api/v1/studies/{study}/legal-hold/end', {
        params: { path: { study } },
        body: { reason },
      }),
    ),

  recalls: (query: { cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/recalls', { params: { query: { ...query, limit: size } } })),
  recallsOfStudy: async (study: string) =>
    (await answer(client.GET('/api/v1/studies/{study}/recalls', { params: { path: { study } } }))).items,
  recallStudy: (study: string, body: c.NewRecall) =>
    answer(client.POST('/api/v1/studies/{study}/recalls', { params: { path: { study } }, body })),
  undoRecall: (study: string, recall: string, reason: string) =>
    answer(
      client.POST('/api/v1/studies/{study}/recalls/{recall}/undo', {
        params: { path: { study, recall } },
        body: { reason },
      }),
    ),
  recallPersons: async (study: string, recall: string) =>
    (
      await answer(
        client.GET('/api/v1/studies/{study}/recalls/{recall}/persons', {
          params: { path: { study, recall } },
        }),
      )
    ).items,
  recallNotices: async () => (await answer(client.GET('/api/v1/recall-notices'))).items,

  aeTitles: (query: { cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/ae-titles', { params: { query } })),
  createAeTitle: (body: c.NewAeTitle) => answer(client.POST('/api/v1/tenant/ae-titles', { body })),
  changeAeTitle: (ae: string, body: c.NewAeTitle) =>
    answer(client.PUT('/api/v1/tenant/ae-titles/{ae}', { params: { path: { ae } }, body })),
  deleteAeTitle: (ae: string) =>
    answer(client.DELETE('/api/v1/tenant/ae-titles/{ae}', { params: { path: { ae } } })),

  sendingTargets: async () => (await answer(client.GET('/api/v1/tenant/sending-targets'))).items,
  sendings: async (study: string) =>
    (await answer(client.GET('/api/v1/studies/{study}/sendings', { params: { path: { study } } }))).items,
  sendStudy: (study: string, body: c.NewSending) =>
    answer(client.POST('/api/v1/studies/{study}/sendings', { params: { path: { study } }, body })),

  clinicianPortal: () => answer(client.GET('/api/v1/tenant/clinician-portal')),
  enablePortal: (body: c.EnablePortal) =>
    answer(client.POST('/api/v1/tenant/clinician-portal/enable', { body })),
  savePortal: (version: number, body: c.ClinicianPortalInput) =>
    answer(client.PUT('/api/v1/tenant/clinician-portal', { params: { header: ifMatch(version) }, body })),
  uploadPhoto: (file: Blob, crop: { x: number; y: number; size: number }) =>
    sendBytes<{ photoId: string; photoUrl: string }>('/api/v1/tenant/clinician-portal/photo', file, {
      crop: [crop.x, crop.y, crop.size].map(Math.round).join(','),
    }),

  accessLinks: (query: { kind?: string; state?: string; q?: string; cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/access-control', { params: { query: { ...query, limit: size } } })),
  accessLink: (link: string) =>
    answer(client.GET('/api/v1/tenant/access-control/{link}', { params: { path: { link } } })),
  saveAccessLink: (link: string, version: number, body: c.AccessLinkInput) =>
    answer(
      client.PUT('/api/v1/tenant/access-control/{link}', {
        params: { path: { link }, header: ifMatch(version) },
        body,
      }),
    ),
  declineAccess: (link: string, reason: string) =>
    answer(
      client.POST('/api/v1/tenant/access-control/{link}/decline', {
        params: { path: { link } },
        body: reason ? { reason } : {},
      }),
    ),
  unmatchedReferrers: (query: { q?: string; cursor?: string }) =>
    answer(
      client.GET('/api/v1/tenant/referrers/unmatched', { params: { query: { ...query, limit: size } } }),
    ),
  referrerLinks: () => answer(client.GET('/api/v1/tenant/referrers/links')),
  linkReferrer: (body: { normalisedName: string; name: string; membershipId: string }) =>
    answer(client.POST('/api/v1/tenant/referrers/links', { body })),
  unlinkReferrer: (link: string) =>
    answer(client.DELETE('/api/v1/tenant/referrers/links/{link}', { params: { path: { link } } })),
  clinicians: (query: { q?: string; cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/clinicians', { params: { query: { ...query, limit: size } } })),

  studies: (query: c.StudyQuery) => answer(client.GET('/api/v1/studies', { params: { query } })),
  study: (study: string) => answer(client.GET('/api/v1/studies/{study}', { params: { path: { study } } })),
  studyOpened: (study: string) =>
    answer(client.POST('/api/v1/studies/{study}/opened', { params: { path: { study } } })),
  currentAccess: (study: string, cursor?: string) =>
    answer(client.GET('/api/v1/studies/{study}/access', { params: { path: { study }, query: { cursor } } })),
  grantable: (study: string, query: { q?: string; cursor?: string }) =>
    answer(client.GET('/api/v1/studies/{study}/grantable', { params: { path: { study }, query } })),
  grant: (body: c.NewGrants) => answer(client.POST('/api/v1/grants', { body })),
  revoke: (grant: string) => answer(client.DELETE('/api/v1/grants/{grant}', { params: { path: { grant } } })),
  studyViewers: (study: string, cursor?: string) =>
    answer(client.GET('/api/v1/studies/{study}/viewers', { params: { path: { study }, query: { cursor } } })),
  studyFilters: async () => (await answer(client.GET('/api/v1/study-filters'))).items,
  saveStudyFilter: (body: { name: string; query: Record<string, string[]> }) =>
    answer(client.POST('/api/v1/study-filters', { body })),
  deleteStudyFilter: (filter: string) =>
    answer(client.DELETE('/api/v1/study-filters/{filter}', { params: { path: { filter } } })),

  validationQueue: (query: { q?: string; cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/validation-queue', { params: { query: { ...query, limit: size } } })),
  validationCase: (study: string) =>
    answer(client.GET('/api/v1/tenant/validation-queue/{study}', { params: { path: { study } } })),
  correctStudy: (study: string, body: c.Correction) =>
    answer(
      client.POST('/api/v1/tenant/validation-queue/{study}/corrections', {
        params: { path: { study } },
        body,
      }),
    ),
  releaseStudy: (study: string, reason: string) =>
    answer(
      client.POST('/api/v1/tenant/validation-queue/{study}/release', {
        params: { path: { study } },
        body: { reason },
      }),
    ),
  rejectStudy: (study: string, reason: string) =>
    answer(
      client.POST('/api/v1/tenant/validation-queue/{study}/reject', {
        params: { path: { study } },
        body: { reason },
      }),
    ),
  decideInBulk: (body: c.BulkDecision) =>
    answer(client.POST('/api/v1/tenant/validation-queue/bulk', { body })),
  patients: (query: { q?: string; cursor?: string }) =>
    answer(client.GET('/api/v1/tenant/patients', { params: { query: { ...query, limit: size } } })),

  uploadDepartments: async () => (await answer(client.GET('/api/v1/clinician/upload-departments'))).items,
  ownUploads: (query: { cursor?: string }) =>
    answer(client.GET('/api/v1/clinician/uploads', { params: { query: { ...query, limit: size } } })),
  directory: (query: { q?: string; cursor?: string }) =>
    answer(client.GET('/api/v1/pacs-directory', { params: { query: { ...query, limit: size } } })),
  requestAccess: (body: { tenantId: string; message: string }) =>
    answer(client.POST('/api/v1/access-requests', { body })),
  withdrawRequest: (tenant: string) =>
    answer(client.DELETE('/api/v1/access-requests/{tenant}', { params: { path: { tenant } } })),

  audit: (query: c.AuditQuery) => answer(client.GET('/api/v1/tenant/audit', { params: { query } })),
  auditEvents: async () => (await answer(client.GET('/api/v1/tenant/audit/events'))).codes,
};

// The two role systems are the same screens over different routes.
export interface RoleSystem {
  list: () => Promise<c.Role[]>;
  create: (body: c.RoleInput) => Promise<c.Role>;
  change: (role: string, version: number, body: c.RoleInput) => Promise<c.Role>;
  remove: (role: string) => Promise<unknown>;
}

export const tenantRoles: RoleSystem = {
  list: async () =>
    (await answer(client.GET('/api/v1/tenant/roles', { params: { query: { limit: 200 } } }))).items,
  create: (body) => answer(client.POST('/api/v1/tenant/roles', { body })),
  change: (role, version, body) =>
    answer(
      client.PUT('/api/v1/tenant/roles/{role}', {
        params: { path: { role }, header: ifMatch(version) },
        body,
      }),
    ),
  remove: (role) => answer(client.DELETE('/api/v1/tenant/roles/{role}', { params: { path: { role } } })),
};

export const clinicianRoles: RoleSystem = {
  list: async () =>
    (await answer(client.GET('/api/v1/tenant/clinician-roles', { params: { query: { limit: 200 } } }))).items,
  create: (body) => answer(client.POST('/api/v1/tenant/clinician-roles', { body })),
  change: (role, version, body) =>
    answer(
      client.PUT('/api/v1/tenant/clinician-roles/{role}', {
        params: { path: { role }, header: ifMatch(version) },
        body,
      }),
    ),
  remove: (role) =>
    answer(client.DELETE('/api/v1/tenant/clinician-roles/{role}', { params: { path: { role } } })),
};

// A PDF, JPEG, PNG or MP4 that becomes an object of the study.
export const addDocument = (study: string, file: Blob, title: string) =>
  sendBytes<{ sopClassUid: string; sopInstanceUid: string }>(`/api/v1/studies/${study}/documents`, file, {
    title,
  });

// Where the browser itself fetches: a ZIP with DICOMDIR, which it can resume.
export const studyDownloadUrl = (study: string, series?: string) =>
  `/api/v1/studies/${study}/download${series ? `?series=${series}` : ''}`;

// Where the browser itself fetches: the same filters as the list, as CSV.
export function auditCsvUrl(query: c.AuditQuery): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  return `/api/v1/tenant/audit/export.csv?${search.toString()}`;
}
