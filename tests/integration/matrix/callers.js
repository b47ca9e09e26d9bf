// Those who call every route, with what the matrix needs to know of them.
import { allow, changeLink, grant, makeClinician, makeClinicianRole } from '../harness/world.js';

// {name, client, kind: nobody|staff|clinician|key, side: the department whose staff or key they are, permissions,
//  uploads: the side that lets a clinician upload, sees: sides whose study they may see}
export async function makeCallers(server, own, foreign) {
  const other = await makeClinician(server, { name: 'Other Clinician' });
  const suspended = await makeClinician(server, { name: 'Suspended Clinician' });
  const uploading = await makeClinician(server, { name: 'Uploading Clinician' });
  const mayUpload = await makeClinicianRole(own.tenant, ['upload_studies', 'view_images'], 'Uploaders');
  await allow(own.tenant, uploading, mayUpload);
  for (const clinician of [other, suspended]) await allow(own.tenant, clinician, own.clinicianRole);
  await grant(own.tenant, own.study, suspended);
  (await changeLink(own.tenant, suspended, { allowAccess: false })).expect(200);
  const staff = (name, client, side, sees) => ({
    name,
    client,
    kind: 'staff',
    side,
    permissions: new Set(client.session.permissions),
    sees,
  });
  const clinician = (name, client, sees) => ({
    name,
    client,
    kind: 'clinician',
    permissions: new Set(),
    sees,
  });
  return [
    { name: 'anonymous', client: server.client(), kind: 'nobody', permissions: new Set(), sees: [] },
    staff("other tenant's administrator", foreign.admin, foreign, [foreign]),
    clinician('other clinician', other, []),
    clinician('clinician with access off', suspended, []),
    clinician('granted clinician', own.clinician, [own]),
    { ...clinician('uploading clinician', uploading, []), uploads: own },
    staff('staff without the permission', own.staff, own, []),
    staff('administrator', own.admin, own, [own]),
    {
      name: 'API key with upload only',
      client: own.key,
      kind: 'key',
      side: own,
      permissions: new Set(['upload_studies']),
      sees: [],
    },
  ];
}
