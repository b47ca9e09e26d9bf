// People and departments that tests need, made the way operators and people make them.
import { storeAll } from './dicom/web.js';
import { newSeries, newStudy } from './dicom/part10.js';
import { eventually } from './eventually.js';
import { greyPng } from './images.js';

export const password = 'Kestrel marble thirteen oboe';

let counter = 0;
const unique = (prefix) => `${prefix}${(counter += 1)}`;

// A department with its owner signed in: {slug, id, admin}. Studies are validated one second after their last object.
export async function makeTenant(server, { slug = unique('dept'), name = `Department ${slug}` } = {}) {
  const email = `owner@${slug}.test`;
  const args = [
    'tenant',
    'create',
    '--slug',
    slug,
    '--name',
    name,
    '--owner-email',
    email,
    '--owner-name',
    `Olga ${slug}`,
  ];
  const made = await server.command([...args, '--password-stdin'], { input: `${password}\n` });
  const admin = await server.client().signIn(email, password);
  const tenant = { slug, name, id: made.json.tenant, admin, email };
  await changeSettings(tenant, { quietSeconds: 1 });
  return tenant;
}

export async function changeSettings(tenant, changes) {
  const answer = await tenant.admin.get('/api/v1/tenant/settings');
  const { history: _, version, ...settings } = answer.expect(200);
  const change = { ...settings, ...changes };
  return (await tenant.admin.put('/api/v1/tenant/settings', change, { 'If-Match': `"${version}"` })).expect(200);
}

// A user of a department with a role of these permissions, signed in.
export async function makeStaff(
  tenant,
  permissions,
  { name = unique('Staff '), email = `${unique('staff')}@${tenant.slug}.test` } = {},
) {
  const role = (
    await tenant.admin.post('/api/v1/tenant/roles', { name: unique('Role '), description: '', permissions })
  ).expect(201);
  const user = (
    await tenant.admin.post('/api/v1/tenant/users', { name, email, temporaryPassword: password, roleIds: [role.id] })
  ).expect(201);
  const client = await tenant.admin.server.client().signIn(email, password);
  return Object.assign(client, { role, user });
}

export async function makeKey(tenant, permissions) {
  const made = (await tenant.admin.post('/api/v1/tenant/api-keys', { name: unique('key '), permissions })).expect(201);
  return Object.assign(tenant.admin.server.client().withKey(made.key), { id: made.apiKey.id });
}

export function registrationOf({ name, email, numbers = [], ...more }) {
  const [givenName, familyName] = name.split(' ');
  return {
    name,
    familyName,
    givenName,
    email,
    password,
    profession: 'physician',
    speciality: '',
    language: 'en',
    professionalNumbers: numbers,
    ...more,
  };
}

// The messages to an address, newest first, as the log channel keeps them. Stored they are sealed.
export async function messagesTo(server, email) {
  return (await server.command(['messages', 'show', '--to', email])).json.items;
}

export async function confirmationToken(server, email) {
  const token = await eventually(`a mail to ${email}`, async () => {
    const [message] = await messagesTo(server, email);
    return /\/register\/confirm#(\S+)/.exec(message?.text ?? '')?.[1];
  });
  server.secrets.add(token);
  return token;
}

// A clinician with an account of their own, registered, confirmed and signed in.
export async function makeClinician(
  server,
  { name = 'Jan Maes', email = `${unique('clinician')}@clinic.test`, numbers = [] } = {},
) {
  const anybody = server.client();
  (await anybody.post('/api/v1/registrations', registrationOf({ name, email, numbers }))).expect(202);
  const token = await confirmationToken(server, email);
  (await anybody.post('/api/v1/registrations/confirmations', { token })).expect(200);
  return server.client().signIn(email, password);
}

export function uploadPhoto(tenant, body = greyPng(), headers = {}) {
  return tenant.admin.send('POST', '/api/v1/tenant/clinician-portal/photo', {
    body,
    headers: { 'Content-Type': 'image/png', ...headers },
  });
}

export async function enablePortal(tenant) {
  const { photoId } = (await uploadPhoto(tenant)).expect(201);
  const portal = { password, photoId, displayName: tenant.name, description: `What ${tenant.name} does` };
  return (await tenant.admin.post('/api/v1/tenant/clinician-portal/enable', portal)).expect(200);
}

export async function makeClinicianRole(tenant, permissions, name = unique('Clinician role ')) {
  return (await tenant.admin.post('/api/v1/tenant/clinician-roles', { name, description: '', permissions })).expect(
    201,
  );
}

export async function requestAccess(clinician, tenant, message = 'I refer to you') {
  return (await clinician.post('/api/v1/access-requests', { tenantId: tenant.id, message })).expect(201);
}

export async function linkOf(tenant, clinician) {
  const links = (await tenant.admin.get('/api/v1/tenant/access-control?limit=200')).expect(200).items;
  return links.find((link) => link.account.id === clinician.session.account.id);
}

// Sets what the form of Access Control holds; what is not named stays.
export async function changeLink(tenant, clinician, changes) {
  const link = await linkOf(tenant, clinician);
  const form = {
    roleId: link.role?.id,
    allowAccess: link.state === 'allowed',
    confirmedNumberIds: link.numbers.filter((number) => number.confirmed).map((number) => number.id),
    notes: link.notes,
    ...changes,
  };
  return tenant.admin.put(`/api/v1/tenant/access-control/${link.id}`, form, { 'If-Match': `"${link.version}"` });
}

// Asked for and allowed with a role.
export async function allow(tenant, clinician, role) {
  await requestAccess(clinician, tenant);
  return (await changeLink(tenant, clinician, { roleId: role.id, allowAccess: true })).expect(200);
}

export async function findStudy(client, studyUid, query = '') {
  const page = (await client.get(`/api/v1/studies?limit=200${query}`)).expect(200);
  return page.items.find((study) => study.studyInstanceUid === studyUid);
}

export function inState(client, studyUid, state) {
  return eventually(`${studyUid} is ${state}`, async () => {
    const study = await findStudy(client, studyUid, `&state=${state}`);
    return study?.state === state && study;
  });
}

// A study of `count` slices that is received and ready: {row, instances, ...its header}.
export async function readyStudy(tenant, { count = 2, more = {}, ...header } = {}) {
  const study = newStudy(header);
  const instances = newSeries(study, count, more);
  await storeAll(tenant.admin, tenant.slug, instances);
  const row = await inState(tenant.admin, study.studyUid, 'ready');
  return { ...study, row, id: row.id, instances };
}

export async function grant(tenant, study, clinician, more = {}) {
  const body = { studyIds: [study.id], membershipIds: [clinician.session.membershipId], ...more };
  return (await tenant.admin.post('/api/v1/grants', body)).expect(201);
}

// The id of the one explicit grant that a clinician holds on a study.
export async function grantOf(tenant, study, clinician) {
  const all = (await tenant.admin.get(`/api/v1/studies/${study.id}/access`)).expect(200).items;
  const mine = all.find((one) => one.membershipId === clinician.session.membershipId);
  return mine?.reasons.find((reason) => reason.grantId)?.grantId;
}
