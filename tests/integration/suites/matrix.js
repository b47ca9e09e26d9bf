// The access matrix: every operation of the served API description × everybody × things of one's own and of others.
import assert from 'node:assert/strict';
import { makeCallers } from '../matrix/callers.js';
import { complaint, expected } from '../matrix/expectations.js';
import { leftOver, operationsOf } from '../matrix/operations.js';
import { Questioner } from '../matrix/questioner.js';
import { makeSide, standing } from '../matrix/sides.js';

export default async function matrix(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const [own, foreign] = [await makeSide(server, 'A'), await makeSide(server, 'B')];
  const callers = await makeCallers(server, own, foreign);
  const operations = operationsOf((await server.client().get('/api/openapi.json')).expect(200));
  const questioner = new Questioner(own, foreign);
  const before = [await standing(own), await standing(foreign)];
  let cells = 0;
  let asserted = 0;

  await test('GEN-7 every operation that names things has a sample here, and no sample is left over', () => {
    assert.deepEqual(
      operations.filter((one) => one.namesThings && !one.sample).map((one) => one.key),
      [],
    );
    assert.deepEqual(leftOver(operations), []);
  });

  for (const operation of operations) {
    await test(`GEN-1 GEN-2 SEC-9 ${operation.key}`, async () => {
      const sides = operation.sample?.scope ? [own, foreign] : [own];
      const complaints = [];
      for (const caller of callers)
        for (const side of sides) {
          cells += 1;
          const wrong = await ask(operation, caller, side);
          if (wrong) complaints.push(`${caller.name}, ${side === own ? 'own' : 'foreign'}: ${wrong}`);
          asserted += 1;
        }
      assert.deepEqual(complaints, []);
    });
  }

  // One cell: the answer is the expected one, tells nothing of others, and what is hidden answers like what is missing.
  async function ask(operation, caller, side) {
    const wanted = expected(operation, caller, side, own);
    const answer = await questioner.ask(operation, caller, side, wanted);
    const wrong = complaint(wanted, answer, operation);
    if (wrong) return wrong;
    const told = questioner.secretsIn(answer, caller);
    if (told.length > 0) return `tells ${told.join(', ')}`;
    if (wanted === 'hidden') return unlikeMissing(answer, await questioner.ask(operation, caller, undefined, wanted));
    if (wanted === 'past' && operation.sample?.scope === 'search')
      return questioner.searchComplaint(answer, caller, side);
    return undefined;
  }

  function unlikeMissing(answer, missing) {
    const same = answer.status === missing.status && answer.code === missing.code;
    return same
      ? undefined
      : `a foreign thing answers ${answer.status} ${answer.code}, a missing one ${missing.status} ${missing.code}`;
  }

  await test('GEN-2 SEC-9 a department that is not there is searched like one that shows nothing', async () => {
    for (const caller of callers.filter((one) => one.kind !== 'nobody' && !one.sees.includes(foreign))) {
      const nothing = await caller.client.get(`/t/${foreign.tenant.slug}/dicomweb/studies`);
      const missing = await caller.client.get('/t/no-such-place/dicomweb/studies');
      assert.deepEqual([missing.status, missing.text], [nothing.status, nothing.text], caller.name);
    }
  });

  await test('GEN-2 everything stands as before: nobody changed what they may not', async () => {
    assert.deepEqual([await standing(own), await standing(foreign)], before);
  });

  await test('GEN-1 all cells of the matrix were asserted', () => {
    bench.lines.push(
      `         ${operations.length} operations × ${callers.length} callers: ${asserted} of ${cells} cells asserted`,
    );
    assert.ok(cells > operations.length * callers.length);
    assert.equal(asserted, cells);
  });
}
