// Two departments that mirror each other: everything that a route can name exists in both, under the same DICOM UIDs.
import { newInstance, newStudy, newUid } from '../harness/dicom/part10.js';
import { storeAll } from '../harness/dicom/web.js';
import {
  allow,
  enablePortal,
  grant,
  grantOf,
  inState,
  linkOf,
  makeClinician,
  makeClinicianRole,
  makeKey,
  makeStaff,
  makeTenant,
  uploadPhoto,
} from '../harness/world.js';

// UIDs that both departments have.
export const shared = { studyUid: newUid(), seriesUid: newUid(), sopUid: newUid(), waitingUid: newUid() };

async function keepStudy(tenant, study, uids) {
  await storeAll(tenant.admin, tenant.slug, [newInstance(study, uids)]);
}

export async function makeSide(server, label) {
  const tenant = await makeTenant(server, { slug: `side-${label.toLowerCase()}`, name: `Side ${label}` });
  const { admin } = tenant;
  await enablePortal(tenant);
  const patient = { patientId: `PATIENT-${label}`, patientName: `Patient^${label}` };
  const complete = newStudy({ ...patient, studyUid: shared.studyUid, description: `Study ${label}` });
  const waiting = newStudy({
    ...patient,
    studyUid: shared.waitingUid,
    description: `Waiting ${label}`,
    accessionNumber: '',
  });
  await keepStudy(tenant, complete, { seriesUid: shared.seriesUid, sopUid: shared.sopUid });
  await keepStudy(tenant, waiting, {});
  const clinicianRole = await makeClinicianRole(
    tenant,
    ['access_referred_studies', 'view_images'],
    `Clinicians ${label}`,
  );
  const clinician = await makeClinician(server, { name: `Clinician Of${label}` });
  await allow(tenant, clinician, clinicianRole);
  const staff = await makeStaff(tenant, ['manage_patient_portal'], {
    name: `Staff ${label}`,
    email: `staff@${tenant.slug}.test`,
  });
  const study = await inState(admin, shared.studyUid, 'ready');
  const queued = await inState(admin, shared.waitingUid, 'queued');
  await grant(tenant, study, clinician);
  const side = { label, tenant, admin, clinician, clinicianRole, staff, study, queued };
  side.grantId = await grantOf(tenant, study, clinician);
  side.link = await linkOf(tenant, clinician);
  side.key = await makeKey(tenant, ['upload_studies']);
  side.photoId = (await uploadPhoto(tenant)).expect(201).photoId;
  side.aeId = await newAeTitle(side, `OWN_${label}`);
  side.serverId = await newDicomwebServer(side, `Server ${label}`);
  side.ruleId = await newPullRule(side, `Rule ${label}`);
  side.pullId = await newPull(side);
  // The mail to the clinician who was allowed in.
  side.messageId = (await admin.get('/api/v1/tenant/messages')).expect(200).items[0].id;
  side.referrerLinkId = await newReferrerLink(side, `STANDING ${label}`);
  side.recall = await newFreshRecall(side);
  side.spareRole = (
    await admin.post('/api/v1/tenant/clinician-roles', {
      name: `Spare ${label}`,
      description: '',
      permissions: [],
    })
  ).expect(201);
  return side;
}

const freshName = 'Fresh, Study';

// A study to be used up.
export async function newFreshStudy(side) {
  const study = newStudy({ patientId: `FRESH-${side.label}`, patientName: 'Fresh^Study' });
  await keepStudy(side.tenant, study, {});
  return { study: (await inState(side.admin, study.studyUid, 'ready')).id };
}

// A study of that kind that was withdrawn.
export async function newFreshRecall(side) {
  const { study } = await newFreshStudy(side);
  const made = await side.admin.post(`/api/v1/studies/${study}/recalls`, {
    reason: 'other',
    note: 'for tests',
  });
  return { study, recall: made.expect(201).id };
}

export async function newAeTitle(side, calling) {
  const ae = { called: `PORTICO_${side.label}`, calling };
  return (await side.admin.post('/api/v1/tenant/ae-titles', ae)).expect(201).id;
}

// One that does not answer: nothing listens there.
export async function newDicomwebServer(side, name) {
  const server = { name, url: 'http://127.0.0.1:1/', enabled: true, mayPull: true };
  return (await side.admin.post('/api/v1/tenant/dicomweb-servers', server)).expect(201).id;
}

export async function newPullRule(side, name) {
  const rule = { name, sourceId: side.serverId, lastDays: 1, everyMinutes: 60, enabled: false };
  return (await side.admin.post('/api/v1/tenant/pull-rules', rule)).expect(201).id;
}

export async function newPull(side) {
  const wanted = { sourceId: side.serverId, studyInstanceUids: [newUid()] };
  return (await side.admin.post('/api/v1/tenant/pulls', wanted)).expect(202).items[0].id;
}

export async function newReferrerLink(side, normalisedName) {
  const link = { normalisedName, name: normalisedName, membershipId: side.clinician.session.membershipId };
  return (await side.admin.post('/api/v1/tenant/referrers/links', link)).expect(201).id;
}

// What must still be there, as it was, after everybody has tried everything.
export async function standing(side) {
  const get = async (path) => (await side.admin.get(path)).expect(200);
  const names = async (path, pick) => (await get(`${path}?limit=200`)).items.map(pick).sort();
  const { history: _, ...settings } = await get('/api/v1/tenant/settings');
  const { history: __, ...portal } = await get('/api/v1/tenant/clinician-portal');
  return {
    settings,
    portal,
    roles: await names('/api/v1/tenant/roles', (one) => `${one.id} ${one.version} ${one.permissions}`),
    clinicianRoles: await names(
      '/api/v1/tenant/clinician-roles',
      (one) => `${one.id} ${one.version} ${one.permissions}`,
    ),
    users: await names('/api/v1/tenant/users', (one) => `${one.id} ${one.enabled} ${one.version}`),
    keys: await names('/api/v1/tenant/api-keys', (one) => (one.revokedAt ? 'revoked' : one.id)).then((all) =>
      all.filter((id) => id !== 'revoked'),
    ),
    aeTitles: await names('/api/v1/tenant/ae-titles', (one) => `${one.id} ${one.enabled} ${one.mayQuery}`),
    servers: await names('/api/v1/tenant/dicomweb-servers', (one) => `${one.id} ${one.url} ${one.version}`),
    rule: (await get('/api/v1/tenant/pull-rules')).items
      .filter((one) => one.id === side.ruleId)
      .map((one) => `${one.lastDays} ${one.version}`),
    links: await names(
      '/api/v1/tenant/access-control',
      (one) => `${one.id} ${one.state} ${one.role?.id} ${one.version}`,
    ),
    referrers: await names('/api/v1/tenant/referrers/links', (one) => one.id),
    studies: await names(
      '/api/v1/studies',
      (one) => `${one.id} ${one.state} ${one.instanceCount} ${one.patient?.name}`,
    ).then((all) => all.filter((one) => !one.endsWith(freshName))),
    access: (await get(`/api/v1/studies/${side.study.id}/access`)).items
      .map((one) => one.membershipId)
      .sort(),
  };
}
