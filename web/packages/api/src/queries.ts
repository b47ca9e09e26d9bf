import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AuditQuery, MessageQuery, Page, Pull, RemoteSearch, StudyQuery } from './contract';
import { api, clinicianRoles, tenantRoles } from './endpoints';

// Query keys begin with the word that live events invalidate (live/invalidate.ts).

const nextPage = <T>(page: Page<T>) => page.nextCursor ?? undefined;
const start = { initialPageParam: undefined as string | undefined };

const askedOnce = {
  staleTime: Infinity,
  gcTime: 0,
  retry: false,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
};

export const isUnderWay = ({ state }: Pull) => state === 'waiting' || state === 'pulling';

export const queries = {
  session: () => queryOptions({ queryKey: ['session'], queryFn: api.session, staleTime: 60_000 }),
  ownSessions: () => queryOptions({ queryKey: ['session', 'all'], queryFn: api.ownSessions }),
  signInHistory: () => queryOptions({ queryKey: ['session', 'history'], queryFn: api.signInHistory }),
  preferences: () =>
    queryOptions({ queryKey: ['preferences'], queryFn: api.preferences, staleTime: Infinity, retry: false }),
  professions: () =>
    queryOptions({ queryKey: ['professions'], queryFn: api.professions, staleTime: Infinity }),
  demoMessages: () => queryOptions({ queryKey: ['demo-messages'], queryFn: api.demoMessages }),

  permissions: () =>
    queryOptions({ queryKey: ['permissions'], queryFn: api.permissions, staleTime: Infinity }),
  roleTemplates: (system: 'tenant' | 'clinician') =>
    queryOptions({
      queryKey: ['role-templates', system],
      queryFn: () => api.roleTemplates(system),
      staleTime: Infinity,
    }),
  roles: (system: 'tenant' | 'clinician') =>
    queryOptions({
      queryKey: ['roles', system],
      queryFn: () => (system === 'tenant' ? tenantRoles : clinicianRoles).list(),
    }),
  users: (q: string) =>
    infiniteQueryOptions({
      queryKey: ['users', q],
      queryFn: ({ pageParam }) => api.users({ q: q || undefined, cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  settings: () => queryOptions({ queryKey: ['settings'], queryFn: api.settings }),
  apiKeys: () =>
    infiniteQueryOptions({
      queryKey: ['api-keys'],
      queryFn: ({ pageParam }) => api.apiKeys({ cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  deletedStudies: () =>
    infiniteQueryOptions({
      queryKey: ['deleted-studies'],
      queryFn: ({ pageParam }) => api.deletedStudies({ cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  legalHold: (study: string) =>
    queryOptions({ queryKey: ['legal-hold', study], queryFn: () => api.legalHold(study) }),
  recalls: () =>
    infiniteQueryOptions({
      queryKey: ['recalls', 'all'],
      queryFn: ({ pageParam }) => api.recalls({ cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  recallsOfStudy: (study: string) =>
    queryOptions({ queryKey: ['recalls', 'study', study], queryFn: () => api.recallsOfStudy(study) }),
  recallPersons: (study: string, recall: string) =>
    queryOptions({
      queryKey: ['recalls', 'persons', recall],
      queryFn: () => api.recallPersons(study, recall),
    }),
  recallNotices: () => queryOptions({ queryKey: ['recalls', 'notices'], queryFn: api.recallNotices }),
  aeTitles: () =>
    infiniteQueryOptions({
      queryKey: ['ae-titles'],
      queryFn: ({ pageParam }) => api.aeTitles({ cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  sendingTargets: () => queryOptions({ queryKey: ['sending-targets'], queryFn: api.sendingTargets }),
  // Asked again while something is under way.
  sendings: (study: string) =>
    queryOptions({
      queryKey: ['sendings', study],
      queryFn: () => api.sendings(study),
      refetchInterval: ({ state }) =>
        state.data?.some((one) => ['waiting', 'sending'].includes(one.state)) ? 2000 : false,
    }),

  dicomwebServers: () =>
    infiniteQueryOptions({
      queryKey: ['dicomweb-servers'],
      queryFn: ({ pageParam }) => api.dicomwebServers({ cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  // Asked again now and then: they run by themselves.
  pullRules: () =>
    infiniteQueryOptions({
      queryKey: ['pull-rules'],
      queryFn: ({ pageParam }) => api.pullRules({ cursor: pageParam }),
      getNextPageParam: nextPage,
      refetchInterval: 10_000,
      ...start,
    }),
  pullSources: () => queryOptions({ queryKey: ['pull-sources'], queryFn: api.pullSources }),
  // Another system is asked, which is on record there and here: only when somebody says so, never again by itself.
  remoteSearch: (source: string, search: RemoteSearch, round: number) =>
    queryOptions({
      queryKey: ['remote-search', source, search, round],
      queryFn: ({ signal }) => api.searchSource(source, search, signal),
      ...askedOnce,
    }),
  remotePriors: (study: string, round: number) =>
    queryOptions({
      queryKey: ['remote-priors', study, round],
      queryFn: ({ signal }) => api.remotePriors(study, signal),
      ...askedOnce,
    }),
  pulls: () =>
    infiniteQueryOptions({
      queryKey: ['pulls'],
      queryFn: ({ pageParam }) => api.pulls({ cursor: pageParam }),
      getNextPageParam: nextPage,
      refetchInterval: ({ state }) =>
        state.data?.pages.some((page) => page.items.some(isUnderWay)) ? 2000 : 15_000,
      ...start,
    }),

  messages: (filter: Omit<MessageQuery, 'cursor'>) =>
    infiniteQueryOptions({
      queryKey: ['messages', 'list', filter],
      queryFn: ({ pageParam }) => api.messages({ ...filter, cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  messageUsage: () => queryOptions({ queryKey: ['messages', 'usage'], queryFn: api.messageUsage }),
  messageTexts: () =>
    queryOptions({ queryKey: ['message-texts'], queryFn: api.messageTexts, staleTime: Infinity }),

  clinicianPortal: () => queryOptions({ queryKey: ['clinician-portal'], queryFn: api.clinicianPortal }),
  accessLinks: (filter: { kind: string; state: string; q: string }) =>
    infiniteQueryOptions({
      queryKey: ['access-control', 'list', filter],
      queryFn: ({ pageParam }) =>
        api.accessLinks({
          kind: filter.kind,
          state: filter.state || undefined,
          q: filter.q || undefined,
          cursor: pageParam,
        }),
      getNextPageParam: nextPage,
      ...start,
    }),
  accessLink: (link: string) =>
    queryOptions({ queryKey: ['access-control', 'one', link], queryFn: () => api.accessLink(link) }),
  unmatchedReferrers: (q: string) =>
    infiniteQueryOptions({
      queryKey: ['referrers', 'unmatched', q],
      queryFn: ({ pageParam }) => api.unmatchedReferrers({ q: q || undefined, cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  referrerLinks: () =>
    queryOptions({
      queryKey: ['referrers', 'links'],
      queryFn: () => api.referrerLinks(),
    }),
  clinicians: (q: string) =>
    queryOptions({
      queryKey: ['access-control', 'clinicians', q],
      queryFn: () => api.clinicians({ q: q || undefined }),
    }),

  studies: (query: Omit<StudyQuery, 'cursor'>) =>
    infiniteQueryOptions({
      queryKey: ['studies', 'list', query],
      queryFn: ({ pageParam }) => api.studies({ ...query, cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  study: (study: string) => queryOptions({ queryKey: ['study', study], queryFn: () => api.study(study) }),
  currentAccess: (study: string) =>
    infiniteQueryOptions({
      queryKey: ['access', study, 'current'],
      queryFn: ({ pageParam }) => api.currentAccess(study, pageParam),
      getNextPageParam: nextPage,
      ...start,
    }),
  grantable: (study: string, q: string) =>
    infiniteQueryOptions({
      queryKey: ['access', study, 'grantable', q],
      queryFn: ({ pageParam }) => api.grantable(study, { q: q || undefined, cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  studyViewers: (study: string) =>
    infiniteQueryOptions({
      queryKey: ['access', study, 'viewers'],
      queryFn: ({ pageParam }) => api.studyViewers(study, pageParam),
      getNextPageParam: nextPage,
      ...start,
    }),
  studyFilters: () => queryOptions({ queryKey: ['study-filters'], queryFn: api.studyFilters }),

  validationQueue: (q: string) =>
    infiniteQueryOptions({
      queryKey: ['validation', 'list', q],
      queryFn: ({ pageParam }) => api.validationQueue({ q: q || undefined, cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  validationCase: (study: string) =>
    queryOptions({ queryKey: ['validation', 'case', study], queryFn: () => api.validationCase(study) }),
  patients: (q: string) =>
    queryOptions({ queryKey: ['patients', q], queryFn: () => api.patients({ q }), enabled: q.length > 1 }),

  uploadDepartments: () =>
    queryOptions({ queryKey: ['directory', 'uploads'], queryFn: api.uploadDepartments, staleTime: 60_000 }),
  ownUploads: () =>
    infiniteQueryOptions({
      queryKey: ['own-uploads'],
      queryFn: ({ pageParam }) => api.ownUploads({ cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),
  directory: (q: string) =>
    infiniteQueryOptions({
      queryKey: ['directory', q],
      queryFn: ({ pageParam }) => api.directory({ q: q || undefined, cursor: pageParam }),
      getNextPageParam: nextPage,
      ...start,
    }),

  audit: (query: Omit<AuditQuery, 'cursor'>) =>
    infiniteQueryOptions({
      queryKey: ['audit', 'list', query],
      queryFn: ({ pageParam }) => api.audit({ ...query, cursor: pageParam, limit: 50 }),
      getNextPageParam: nextPage,
      ...start,
    }),
  auditEvents: () =>
    queryOptions({ queryKey: ['audit', 'events'], queryFn: api.auditEvents, staleTime: Infinity }),
};
