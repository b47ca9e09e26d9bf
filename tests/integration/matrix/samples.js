// For each operation that names things: what it names on a side, and a request that would succeed there.
//
// scope: who may know of the thing: 'tenant' its department's people with the permission, 'study' those who see the
// study, 'user' the one person, 'directory' every clinician.
// query: what follows the path, where things are named there.
// fresh: makes a thing to be used up, for operations that take things away.
// hides: how a thing that may not be known of is answered, where that is not 404 not_found.
import { newInstance, newStudy } from '../harness/dicom/part10.js';
import { related } from '../harness/dicom/web.js';
import {
  newAeTitle,
  newDicomwebServer,
  newFreshRecall,
  newFreshStudy,
  newPull,
  newPullRule,
  newReferrerLink,
  shared,
} from './sides.js';

let counter = 0;
const unique = (prefix) => `${prefix}${(counter += 1)}`;
const missingId = '0123456789abcdefghjkmnpqrs';
const missingUid = '2.25.999999999999999999';

const tenantThing = (name, pick, more = {}) => ({
  scope: 'tenant',
  path: (side) => ({ [name]: side ? pick(side) : missingId }),
  ...more,
});
const inQueue = { scope: 'tenant', path: (side) => ({ study: side?.queued.id ?? missingId }) };
const ofStudy = { scope: 'study', path: (side) => ({ study: side?.study.id ?? missingId }) };
const tenantsStudy = { ...ofStudy, scope: 'tenant' };
const tenantsRecall = {
  scope: 'tenant',
  path: (side) => side?.recall ?? { study: missingId, recall: missingId },
};
// The tenant is always one that exists: what is missing is the study in it.
const dicomweb = {
  scope: 'study',
  path: (side, { own }) => ({
    tenant: (side ?? own).tenant.slug,
    study: side ? shared.studyUid : missingUid,
    series: shared.seriesUid,
    instance: shared.sopUid,
    frames: '1',
    path: '7fe00010',
  }),
};
const searches = { scope: 'search', path: (side) => ({ tenant: side?.tenant.slug ?? 'no-such-place' }) };
const versioned = (version) => ({ 'If-Match': `"${version}"` });

function stores() {
  const { contentType, body } = related([
    { type: 'application/dicom', body: newInstance(newStudy({ patientId: 'INTRUDER' })).bytes },
  ]);
  return { body, headers: { 'Content-Type': contentType } };
}
const storing = {
  scope: 'tenant',
  path: (side) => ({ tenant: side?.tenant.slug ?? 'no-such-place', study: missingUid }),
  request: stores,
  harmless: () => ({ body: 'x', headers: { 'Content-Type': 'text/plain' } }),
};
const roleBody = () => ({ name: unique('Taken over '), description: '', permissions: [] });
const clinicianRole = tenantThing('role', (side) => side.spareRole.id);
const tenantRole = tenantThing('role', (side) => side.staff.role.id);
const freshRole = (kind) => async (side) => ({
  role: (await side.admin.post(`/api/v1/tenant/${kind}`, roleBody())).expect(201).id,
});
const directory = { scope: 'directory', path: (side) => ({ tenant: side?.tenant.id ?? missingId }) };

export const samples = {
  'POST /api/v1/access-requests': {
    scope: 'directory',
    request: (side) => ({ json: { tenantId: side?.tenant.id ?? missingId, message: '' } }),
  },
  'DELETE /api/v1/access-requests/{tenant}': directory,
  'GET /api/v1/pacs-directory/{tenant}/photo': { ...directory, scope: 'everybody' },

  'POST /api/v1/grants': {
    scope: 'tenant',
    request: (side, { caller, own }) => ({
      json: {
        studyIds: [side?.study.id ?? missingId],
        membershipIds: [(caller.side ?? own).clinician.session.membershipId],
      },
    }),
  },
  'DELETE /api/v1/grants/{grant}': tenantThing('grant', (side) => side.grantId, { fresh: newGrant }),
  'GET /api/v1/studies/{study}': ofStudy,
  'POST /api/v1/studies/{study}/documents': {
    ...tenantsStudy,
    request: () => ({ body: '%PDF-1.4\n', headers: { 'Content-Type': 'application/pdf' } }),
    harmless: () => ({ body: 'nothing', headers: { 'Content-Type': 'application/pdf' } }),
  },
  'GET /api/v1/studies/{study}/download': { ...ofStudy, clinicianRight: 'download_images' },
  'POST /api/v1/studies/{study}/opened': ofStudy,
  'GET /api/v1/studies/{study}/access': tenantsStudy,
  'GET /api/v1/studies/{study}/grantable': tenantsStudy,
  'GET /api/v1/studies/{study}/viewers': tenantsStudy,
  'GET /api/v1/studies/{study}/sendings': tenantsStudy,
  'POST /api/v1/studies/{study}/sendings': {
    ...tenantsStudy,
    request: (_, { caller, own }) => ({ json: { nodeId: (caller.side ?? own).aeId } }),
  },
  'GET /api/v1/studies/{study}/annotations': ofStudy,
  'PUT /api/v1/studies/{study}/annotations': {
    ...ofStudy,
    request: () => ({ json: { annotations: [], keyImages: [] }, headers: versioned(0) }),
  },
  'DELETE /api/v1/studies/{study}/annotations': ofStudy,
  'POST /api/v1/studies/{study}/annotations/publication': {
    ...ofStudy,
    request: () => ({ headers: versioned(0) }),
  },
  'DELETE /api/v1/studies/{study}/annotations/publication': ofStudy,
  'GET /api/v1/studies/{study}/annotations/file': ofStudy,
  'POST /api/v1/studies/{study}/annotations/export': {
    ...ofStudy,
    request: () => ({ json: { kind: 'keyImages' } }),
  },

  'POST /api/v1/session/membership': {
    scope: 'user',
    request: (client) => ({ json: { membershipId: client?.session.membershipId ?? missingId } }),
  },
  'DELETE /api/v1/sessions/{id}': {
    scope: 'user',
    path: async (client) => ({
      id: client
        ? (await client.get('/api/v1/sessions')).expect(200).items.find((one) => one.current).id
        : missingId,
    }),
    fresh: async (client) => {
      await client.again();
      return { id: (await client.get('/api/v1/sessions')).expect(200).items.find((one) => !one.current).id };
    },
  },
  'DELETE /api/v1/session': { usesUp: true },
  'DELETE /api/v1/study-filters/{filter}': { scope: 'user', path: newFilter, fresh: newFilter },

  'GET /api/v1/tenant/access-control/{link}': tenantThing('link', (side) => side.link.id),
  'PUT /api/v1/tenant/access-control/{link}': tenantThing('link', (side) => side.link.id, {
    request: (side, { caller }) => ({
      json: {
        roleId: caller.side?.clinicianRole.id,
        allowAccess: false,
        confirmedNumberIds: [],
        notes: 'taken over',
      },
      headers: versioned(side?.link.version ?? 1),
    }),
  }),
  'POST /api/v1/tenant/access-control/{link}/decline': tenantThing('link', (side) => side.link.id, {
    request: () => ({ json: { reason: 'taken over' } }),
  }),
  'PUT /api/v1/tenant/ae-titles/{ae}': tenantThing('ae', (side) => side.aeId, {
    request: () => ({ json: { called: 'X', calling: 'X', description: 'taken over' } }),
  }),
  'DELETE /api/v1/tenant/ae-titles/{ae}': tenantThing('ae', (side) => side.aeId, {
    fresh: async (side) => ({ ae: await newAeTitle(side, unique('FRESH')) }),
  }),
  'POST /api/v1/tenant/ae-titles/{ae}/echo': tenantThing('ae', (side) => side.aeId),
  'PUT /api/v1/tenant/dicomweb-servers/{server}': tenantThing('server', (side) => side.serverId, {
    request: () => ({
      json: { name: unique('Taken over '), url: 'http://taken.invalid/' },
      headers: versioned(99),
    }),
  }),
  'DELETE /api/v1/tenant/dicomweb-servers/{server}': tenantThing('server', (side) => side.serverId, {
    fresh: async (side) => ({ server: await newDicomwebServer(side, unique('Fresh ')) }),
  }),
  'POST /api/v1/tenant/dicomweb-servers/{server}/check': tenantThing('server', (side) => side.serverId),
  // Without anything to search for: nobody is called.
  'POST /api/v1/tenant/pull-sources/{source}/search': tenantThing('source', (side) => side.serverId, {
    request: () => ({ json: {} }),
  }),
  'POST /api/v1/tenant/pulls': {
    scope: 'tenant',
    request: (side) => ({
      json: { sourceId: side?.serverId ?? missingId, studyInstanceUids: [missingUid] },
    }),
  },
  'POST /api/v1/tenant/pulls/{pull}/retry': tenantThing('pull', (side) => side.pullId),
  'POST /api/v1/tenant/pulls/{pull}/cancel': tenantThing('pull', (side) => side.pullId, {
    fresh: async (side) => ({ pull: await newPull(side) }),
  }),
  'POST /api/v1/tenant/messages/{message}/sendings': tenantThing('message', (side) => side.messageId),
  'POST /api/v1/tenant/pull-rules': {
    scope: 'tenant',
    request: (side) => ({
      json: {
        name: unique('Taken over '),
        sourceId: side?.serverId ?? missingId,
        lastDays: 1,
        everyMinutes: 60,
        enabled: false,
      },
    }),
    hides: (answer) => answer.status === 422 && answer.code === 'invalid_input',
  },
  'PUT /api/v1/tenant/pull-rules/{rule}': tenantThing('rule', (side) => side.ruleId, {
    request: (_, { caller }) => ({
      json: {
        name: 'Taken over',
        sourceId: caller.side?.serverId ?? missingId,
        lastDays: 1,
        everyMinutes: 60,
      },
      headers: versioned(99),
    }),
  }),
  'DELETE /api/v1/tenant/pull-rules/{rule}': tenantThing('rule', (side) => side.ruleId, {
    fresh: async (side) => ({ rule: await newPullRule(side, unique('Fresh ')) }),
  }),
  'POST /api/v1/tenant/pull-rules/{rule}/run': tenantThing('rule', (side) => side.ruleId),
  'GET /api/v1/studies/{study}/remote-priors': tenantsStudy,
  'DELETE /api/v1/tenant/api-keys/{key}': tenantThing('key', (side) => side.key.id, {
    fresh: async (side) => ({
      key: (
        await side.admin.post('/api/v1/tenant/api-keys', {
          name: unique('key'),
          permissions: ['view_studies'],
        })
      ).expect(201).apiKey.id,
    }),
  }),
  'GET /api/v1/tenant/clinician-portal/photos/{photo}': tenantThing('photo', (side) => side.photoId),
  'POST /api/v1/tenant/clinician-portal/enable': {},
  'PUT /api/v1/tenant/clinician-portal': {
    scope: 'tenant',
    request: (side) => ({
      json: {
        displayName: 'x',
        description: 'x',
        photoId: side?.photoId ?? missingId,
        historyMonths: 12,
        emergencyAccess: false,
        emergencyHours: 4,
      },
      headers: { 'If-Match': '*' },
    }),
    hides: (answer) => answer.status === 422 && answer.code === 'photo_unknown',
  },
  'PUT /api/v1/tenant/clinician-roles/{role}': { ...clinicianRole, request: roleRequest },
  'DELETE /api/v1/tenant/clinician-roles/{role}': { ...clinicianRole, fresh: freshRole('clinician-roles') },
  'PUT /api/v1/tenant/roles/{role}': { ...tenantRole, request: roleRequest },
  'DELETE /api/v1/tenant/roles/{role}': { ...tenantRole, fresh: freshRole('roles') },
  'POST /api/v1/tenant/referrers/links': {
    scope: 'tenant',
    request: (side) => ({
      json: {
        normalisedName: unique('NAME '),
        name: 'x',
        membershipId: side?.clinician.session.membershipId ?? missingId,
      },
    }),
    hides: (answer) => answer.status === 404 || answer.code === 'clinician_not_allowed',
  },
  'DELETE /api/v1/tenant/referrers/links/{link}': tenantThing('link', (side) => side.referrerLinkId, {
    fresh: async (side) => ({ link: await newReferrerLink(side, unique('FRESH ')) }),
  }),
  'POST /api/v1/tenant/users': {
    scope: 'tenant',
    request: (side) => ({
      json: {
        name: 'x',
        email: `${unique('intruder')}@side.test`,
        temporaryPassword: 'Kestrel marble thirteen oboe',
        roleIds: [side?.staff.role.id ?? missingId],
      },
    }),
    hides: (answer) => answer.status === 422 && answer.code === 'invalid_input',
  },
  'PUT /api/v1/tenant/users/{user}': tenantThing('user', (side) => side.staff.user.id, {
    request: (side, { caller }) => ({
      json: {
        roleIds: caller.side ? [caller.side.staff.role.id] : [missingId],
        enabled: false,
        version: side?.staff.user.version ?? 1,
      },
    }),
  }),

  'GET /api/v1/tenant/validation-queue/{study}': inQueue,
  'POST /api/v1/tenant/validation-queue/{study}/corrections': {
    ...inQueue,
    request: (side) => ({
      json: { version: side?.queued.version ?? 1, fields: { accessionNumber: 'TAKEN' } },
    }),
  },
  'POST /api/v1/studies/{study}/deletion': {
    ...tenantsStudy,
    request: () => ({ json: { reason: 'taken over' } }),
    fresh: newFreshStudy,
  },
  'GET /api/v1/studies/{study}/recalls': tenantsStudy,
  'POST /api/v1/studies/{study}/recalls': {
    ...tenantsStudy,
    request: () => ({ json: { reason: 'other', note: 'taken over' } }),
    fresh: newFreshStudy,
  },
  'GET /api/v1/studies/{study}/recalls/{recall}/persons': tenantsRecall,
  'POST /api/v1/studies/{study}/recalls/{recall}/undo': {
    ...tenantsRecall,
    request: () => ({ json: { reason: 'taken over' } }),
    fresh: newFreshRecall,
  },
  'GET /api/v1/studies/{study}/legal-hold': tenantsStudy,
  'PUT /api/v1/studies/{study}/legal-hold': {
    ...tenantsStudy,
    request: () => ({ json: { reason: 'taken over' } }),
    fresh: newFreshStudy,
  },
  'POST /api/v1/studies/{study}/legal-hold/end': {
    ...tenantsStudy,
    request: () => ({ json: { reason: 'taken over' } }),
    fresh: async (side) => {
      const path = await newFreshStudy(side);
      (await side.admin.put(`/api/v1/studies/${path.study}/legal-hold`, { reason: 'for tests' })).expect(204);
      return path;
    },
  },
  'POST /api/v1/tenant/deleted-studies/{study}/restore': {
    ...tenantsStudy,
    request: () => ({ json: { reason: 'taken over' } }),
    fresh: async (side) => {
      const path = await newFreshStudy(side);
      (await side.admin.post(`/api/v1/studies/${path.study}/deletion`, { reason: 'for tests' })).expect(204);
      return path;
    },
  },
  'POST /api/v1/tenant/validation-queue/{study}/reject': {
    ...inQueue,
    request: () => ({ json: { reason: 'taken over' } }),
  },
  'POST /api/v1/tenant/validation-queue/{study}/release': {
    ...inQueue,
    request: () => ({ json: { reason: 'taken over' } }),
  },
  'POST /api/v1/tenant/validation-queue/bulk': {
    scope: 'tenant',
    request: (side) => ({
      json: { studyIds: [side?.queued.id ?? missingId], action: 'release', reason: 'taken over' },
    }),
    hides: (answer) =>
      answer.status === 200 && answer.json.done.length === 0 && answer.json.failed[0].code === 'not_found',
  },

  'GET /t/{tenant}/dicomweb/studies': searches,
  'GET /t/{tenant}/dicomweb/series': searches,
  'GET /t/{tenant}/dicomweb/instances': searches,
  'POST /t/{tenant}/dicomweb/studies': storing,
  'POST /t/{tenant}/dicomweb/studies/{study}': storing,
};

for (const path of [
  '',
  '/metadata',
  '/series',
  '/instances',
  '/series/{series}',
  '/series/{series}/metadata',
  '/series/{series}/instances',
  '/series/{series}/instances/{instance}',
  '/series/{series}/instances/{instance}/metadata',
  '/series/{series}/instances/{instance}/frames/{frames}',
  '/series/{series}/instances/{instance}/bulkdata/{path}',
  '/thumbnail',
  '/series/{series}/thumbnail',
  '/series/{series}/instances/{instance}/thumbnail',
  '/series/{series}/instances/{instance}/frames/{frames}/thumbnail',
  '/series/{series}/instances/{instance}/rendered',
  '/series/{series}/instances/{instance}/frames/{frames}/rendered',
])
  samples[`GET /t/{tenant}/dicomweb/studies/{study}${path}`] = dicomweb;

// WADO-URI names things in its query.
samples['GET /t/{tenant}/wado'] = {
  ...dicomweb,
  query: (side, place) => {
    const { study, series, instance } = dicomweb.path(side, place);
    const named = { requestType: 'WADO', studyUID: study, seriesUID: series, objectUID: instance };
    return `?${new URLSearchParams({ ...named, contentType: 'image/jpeg' })}`;
  },
};

// Whole objects need the right to download, which the role of the granted clinician does not give.
for (const path of ['', '/series/{series}', '/series/{series}/instances/{instance}'])
  samples[`GET /t/{tenant}/dicomweb/studies/{study}${path}`] = {
    ...dicomweb,
    clinicianRight: 'download_images',
  };

function roleRequest(side) {
  return { json: roleBody(), headers: versioned(side?.spareRole.version ?? 1) };
}

async function newGrant(side) {
  const body = { studyIds: [side.queued.id], membershipIds: [side.clinician.session.membershipId] };
  (await side.admin.post('/api/v1/grants', body)).expect(201);
  const [row] = await side.admin.server.database.rows(
    `SELECT id FROM explicit_grant WHERE study_id = '${side.queued.id}' AND revoked_at IS NULL ORDER BY granted_at DESC LIMIT 1`,
  );
  return { grant: row.id };
}

async function newFilter(client) {
  if (!client) return { filter: missingId };
  return {
    filter: (await client.post('/api/v1/study-filters', { name: unique('filter '), query: {} })).expect(201)
      .id,
  };
}
