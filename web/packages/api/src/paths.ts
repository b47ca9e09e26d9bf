import type * as c from './contract';

// The routes of /api/v1 in the form that openapi-typescript gives them.

interface Parts {
  query?: object;
  path?: object;
  header?: object;
  body?: unknown;
}

type Operation<Answer, P extends Parts = object> = {
  parameters: {
    query?: P extends { query: infer Q } ? Q : never;
    cookie?: never;
  } & (P extends { path: infer Path } ? { path: Path } : { path?: never }) &
    (P extends { header: infer H } ? { header: H } : { header?: never });
  responses: { 200: { headers: { [name: string]: unknown }; content: { 'application/json': Answer } } };
} & (P extends { body: infer B }
  ? { requestBody: { content: { 'application/json': B } } }
  : { requestBody?: never });

interface Listing {
  q?: string;
  cursor?: string;
  limit?: number;
}

type IfMatch = { 'If-Match': string };
type Items<T> = { items: T[] };

interface Roles {
  get: Operation<c.Page<c.Role>, { query: Listing }>;
  post: Operation<c.Role, { body: c.RoleInput }>;
}

interface OneRole {
  put: Operation<c.Role, { path: { role: string }; header: IfMatch; body: c.RoleInput }>;
  delete: Operation<undefined, { path: { role: string } }>;
}

export interface paths {
  '/api/v1/setup': {
    get: Operation<{ needed: boolean }>;
    post: Operation<c.Session, { body: c.SetupRequest }>;
  };
  '/api/v1/session': {
    get: Operation<c.Session>;
    post: Operation<c.Session, { body: { email: string; password: string } }>;
    delete: Operation<undefined>;
  };
  '/api/v1/session/extend': { post: Operation<c.Session> };
  '/api/v1/session/reauthenticate': { post: Operation<undefined, { body: { password: string } }> };
  '/api/v1/session/membership': { post: Operation<c.Session, { body: { membershipId: string } }> };
  '/api/v1/sessions': { get: Operation<Items<c.OwnSession>>; delete: Operation<undefined> };
  '/api/v1/sessions/{id}': { delete: Operation<undefined, { path: { id: string } }> };
  '/api/v1/sign-in-history': { get: Operation<Items<c.SignInAttempt>> };
  '/api/v1/me': { patch: Operation<undefined, { body: { name?: string; language?: string } }> };
  '/api/v1/me/password': {
    post: Operation<undefined, { body: { currentPassword: string; newPassword: string } }>;
  };
  '/api/v1/me/preferences': {
    get: Operation<c.Preferences>;
    put: Operation<c.Preferences, { body: c.Preferences }>;
  };
  '/api/v1/professions': { get: Operation<c.Professions> };
  '/api/v1/registrations': { post: Operation<{ email: string }, { body: c.Registration }> };
  '/api/v1/registrations/confirmations': { post: Operation<{ email: string }, { body: { token: string } }> };
  '/api/v1/demo/messages': { get: Operation<Items<c.DemoMessage>> };

  '/api/v1/permissions': { get: Operation<c.Permissions> };
  '/api/v1/role-templates': {
    get: Operation<Items<c.RoleInput>, { query: { system: 'tenant' | 'clinician' } }>;
  };
  '/api/v1/tenant/roles': Roles;
  '/api/v1/tenant/roles/{role}': OneRole;
  '/api/v1/tenant/clinician-roles': Roles;
  '/api/v1/tenant/clinician-roles/{role}': OneRole;
  '/api/v1/tenant/users': {
    get: Operation<c.Page<c.TenantUser>, { query: Listing }>;
    post: Operation<c.TenantUser, { body: c.NewTenantUser }>;
  };
  '/api/v1/tenant/users/{user}': {
    put: Operation<
      c.TenantUser,
      { path: { user: string }; body: { roleIds: string[]; enabled: boolean; version: number } }
    >;
  };
  '/api/v1/tenant/settings': {
    get: Operation<c.TenantSettings>;
    put: Operation<c.TenantSettings, { header: IfMatch; body: c.TenantSettingsInput }>;
  };
  '/api/v1/tenant/api-keys': {
    get: Operation<c.Page<c.ApiKey>, { query: Listing }>;
    post: Operation<{ apiKey: c.ApiKey; key: string }, { body: c.NewApiKey }>;
  };
  '/api/v1/tenant/api-keys/{key}': { delete: Operation<undefined, { path: { key: string } }> };
  '/api/v1/tenant/ae-titles': {
    get: Operation<c.Page<c.AeTitle>, { query: Listing }>;
    post: Operation<c.AeTitle, { body: c.NewAeTitle }>;
  };
  '/api/v1/tenant/ae-titles/{ae}': { delete: Operation<undefined, { path: { ae: string } }> };

  '/api/v1/tenant/clinician-portal': {
    get: Operation<c.ClinicianPortal>;
    put: Operation<c.ClinicianPortal, { header: IfMatch; body: c.ClinicianPortalInput }>;
  };
  '/api/v1/tenant/clinician-portal/enable': {
    post: Operation<c.ClinicianPortal, { body: c.EnablePortal }>;
  };
  '/api/v1/tenant/access-control': {
    get: Operation<c.Page<c.AccessLink>, { query: Listing & { kind?: string; state?: string } }>;
  };
  '/api/v1/tenant/access-control/{link}': {
    get: Operation<c.AccessLink, { path: { link: string } }>;
    put: Operation<c.AccessLink, { path: { link: string }; header: IfMatch; body: c.AccessLinkInput }>;
  };
  '/api/v1/tenant/access-control/{link}/decline': {
    post: Operation<c.AccessLink, { path: { link: string }; body: { reason?: string } }>;
  };
  '/api/v1/tenant/referrers/unmatched': {
    get: Operation<c.Page<c.UnmatchedReferrer>, { query: Listing }>;
  };
  '/api/v1/tenant/referrers/links': {
    get: Operation<c.Page<c.ReferrerLink>, { query: Listing }>;
    post: Operation<c.ReferrerLink, { body: { normalisedName: string; membershipId: string } }>;
  };
  '/api/v1/tenant/referrers/links/{id}': { delete: Operation<undefined, { path: { id: string } }> };
  '/api/v1/tenant/clinicians': { get: Operation<c.Page<c.Clinician>, { query: Listing }> };

  '/api/v1/studies': { get: Operation<c.Page<c.StudyRow>, { query: c.StudyQuery }> };
  '/api/v1/studies/{study}': { get: Operation<c.StudyDetail, { path: { study: string } }> };
  '/api/v1/studies/{study}/opened': { post: Operation<undefined, { path: { study: string } }> };
  '/api/v1/studies/{study}/access': {
    get: Operation<c.Page<c.CurrentAccess>, { path: { study: string }; query: Listing }>;
  };
  '/api/v1/studies/{study}/grantable': {
    get: Operation<c.Page<c.GrantableClinician>, { path: { study: string }; query: Listing }>;
  };
  '/api/v1/studies/{study}/viewers': {
    get: Operation<c.Page<c.AuditEntry>, { path: { study: string }; query: Listing }>;
  };
  '/api/v1/grants': { post: Operation<{ granted: number }, { body: c.NewGrants }> };
  '/api/v1/grants/{grant}': { delete: Operation<undefined, { path: { grant: string } }> };
  '/api/v1/study-filters': {
    get: Operation<Items<c.StudyFilter>>;
    post: Operation<c.StudyFilter, { body: { name: string; query: Record<string, string[]> } }>;
  };
  '/api/v1/study-filters/{filter}': { delete: Operation<undefined, { path: { filter: string } }> };

  '/api/v1/tenant/validation-queue': { get: Operation<c.Page<c.QueuedStudy>, { query: Listing }> };
  '/api/v1/tenant/validation-queue/bulk': { post: Operation<c.BulkResult, { body: c.BulkDecision }> };
  '/api/v1/tenant/validation-queue/{study}': {
    get: Operation<c.ValidationCase, { path: { study: string } }>;
  };
  '/api/v1/tenant/validation-queue/{study}/corrections': {
    post: Operation<c.ValidationCase, { path: { study: string }; body: c.Correction }>;
  };
  '/api/v1/tenant/validation-queue/{study}/release': {
    post: Operation<c.StudyRow, { path: { study: string }; body: { reason: string } }>;
  };
  '/api/v1/tenant/validation-queue/{study}/reject': {
    post: Operation<c.StudyRow, { path: { study: string }; body: { reason: string } }>;
  };
  '/api/v1/tenant/patients': { get: Operation<c.Page<c.PatientCandidate>, { query: Listing }> };

  '/api/v1/pacs-directory': { get: Operation<c.Page<c.DirectoryCard>, { query: Listing }> };
  '/api/v1/access-requests': {
    post: Operation<c.DirectoryCard, { body: { tenantId: string; message: string } }>;
  };
  '/api/v1/access-requests/{tenant}': { delete: Operation<undefined, { path: { tenant: string } }> };

  '/api/v1/tenant/audit': { get: Operation<c.Page<c.AuditEntry>, { query: c.AuditQuery }> };
  '/api/v1/tenant/audit/events': { get: Operation<{ codes: string[] }> };
}
