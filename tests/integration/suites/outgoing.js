// Who may be called is the operator's to say (SEC-6).
import assert from 'node:assert/strict';
import { makeTenant, readyStudy } from '../harness/world.js';
import { eventually } from '../harness/eventually.js';

const refusal = 'outgoing_host_not_allowed';
const host = '127.0.0.1';

export default async function outgoing(bench) {
  for (const [what, hosts] of [
    ['nobody', ''],
    ['others', 'pacs.example,10.0.0.0/8'],
  ])
    await bench.test(`SEC-6 where the operator allows ${what}, this machine is not called`, async () => {
      const tenant = await makeTenant(await bench.serve({ env: { PORTICO_OUTGOING_HOSTS: hosts } }));
      const { admin } = tenant;
      const wanted = { name: 'Elsewhere', url: `http://${host}:8042/web`, mayPull: true };
      const [problem] = (await admin.post('/api/v1/tenant/dicomweb-servers', wanted)).expect(422).errors;
      assert.deepEqual([problem.path, problem.code], ['url', refusal]);

      const node = { called: 'PORTICO_O', calling: 'AWAY', host, port: 104 };
      const away = (await admin.post('/api/v1/tenant/ae-titles', node)).expect(201);
      const echoed = (await admin.post(`/api/v1/tenant/ae-titles/${away.id}/echo`)).expect(200);
      assert.deepEqual([echoed.ok, echoed.problem], [false, refusal]);

      const study = await readyStudy(tenant, { count: 1 });
      const sendings = `/api/v1/studies/${study.id}/sendings`;
      (await admin.post(sendings, { nodeId: away.id })).expect(202);
      const sent = await eventually('the sending is given up', async () => {
        const [row] = (await admin.get(sendings)).expect(200).items;
        return row.state === 'failed' && row;
      });
      assert.equal(sent.problem, refusal);
    });
}
