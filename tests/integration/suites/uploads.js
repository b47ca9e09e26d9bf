// What clinicians upload (STU-3): it waits for staff, and nothing is gained by it.
import assert from "node:assert/strict";
import { newInstance, newSeries, newStudy } from "../harness/dicom/part10.js";
import { newRejection } from "../harness/dicom/rejection.js";
import { storeAll, storeBytes } from "../harness/dicom/web.js";
import { eventually } from "../harness/eventually.js";
import {
  allow,
  changeLink,
  changeSettings,
  enablePortal,
  findStudy,
  inState,
  makeClinician,
  makeClinicianRole,
  makeTenant,
  readyStudy,
} from "../harness/world.js";

const queue = "/api/v1/tenant/validation-queue";
const taken = 0xa711;

export default async function uploads(bench) {
  const test = bench.test;
  const server = await bench.serve();
  const [tenant, closed] = [await makeTenant(server), await makeTenant(server)];
  const { admin, slug } = tenant;
  for (const one of [tenant, closed]) await enablePortal(one);
  // Whatever a department checks: here, nothing.
  await changeSettings(tenant, { checks: [], duplicatePolicy: "keep_last" });
  const role = await makeClinicianRole(tenant, [
    "upload_studies",
    "view_images",
  ]);
  const ann = await makeClinician(server, { name: "Ann Uploader" });
  const ben = await makeClinician(server, { name: "Ben Reader" });
  await allow(tenant, ann, role);
  await allow(
    tenant,
    ben,
    await makeClinicianRole(tenant, ["view_images", "access_all_studies"]),
  );
  await allow(closed, ann, await makeClinicianRole(closed, ["view_images"]));

  const own = async (client = ann) =>
    (await client.get("/api/v1/clinician/uploads")).expect(200).items;
  const ownOf = async (id) => (await own()).find((one) => one.studyId === id);
  const send = (client, study, instances, to = slug) =>
    storeBytes(
      client,
      to,
      instances.map((instance) => instance.bytes),
    );
  const reasonsOf = (answer) =>
    (JSON.parse(answer.text)["00081198"]?.Value ?? []).map(
      (item) => item["00081197"].Value[0],
    );
  // A study that Ann sent and that waits: {…study, id, instances}.
  async function waiting(count = 2) {
    const study = newStudy();
    const instances = newSeries(study, count);
    await storeAll(ann, slug, instances);
    const row = await inState(admin, study.studyUid, "queued");
    return { ...study, id: row.id, instances };
  }

  await test("STU-3 SEC-9 a clinician uploads where the role allows it, and nowhere else is told of", async () => {
    const { items } = (
      await ann.get("/api/v1/clinician/upload-departments")
    ).expect(200);
    assert.deepEqual(
      items.map((one) => one.slug),
      [slug],
    );
    assert.deepEqual(
      (await ben.get("/api/v1/clinician/upload-departments")).expect(200).items,
      [],
    );
    const study = newStudy();
    const refusals = [];
    for (const [client, to] of [
      [ben, slug],
      [ann, closed.slug],
      [ann, "no-such-place"],
    ]) {
      const answer = await send(client, study, [newInstance(study)], to);
      refusals.push([answer.status, answer.code]);
    }
    assert.deepEqual(refusals, Array(3).fill([403, "forbidden"]));
    assert.equal(
      (await send(server.client(), study, [newInstance(study)])).status,
      401,
    );
    (await admin.get("/api/v1/clinician/uploads")).refused(403, "forbidden");
  });

  await test("STU-3 STU-11 an upload waits for staff, who see who sent it; its release gives the sender access", async () => {
    const study = await waiting();
    const one = (await admin.get(`${queue}/${study.id}`)).expect(200);
    assert.deepEqual(
      one.reasons.map((reason) => reason.code),
      ["uploaded_by_clinician"],
    );
    assert.equal(one.uploadedBy.name, "Ann Uploader");
    const listed = (await admin.get(`${queue}?limit=200`))
      .expect(200)
      .items.find((item) => item.id === study.id);
    assert.equal(listed.uploadedBy.name, "Ann Uploader");
    for (const client of [ann, ben]) {
      (await client.get(`/api/v1/studies/${study.id}`)).refused(
        404,
        "not_found",
      );
      (
        await client.get(
          `/t/${slug}/dicomweb/studies/${study.studyUid}/metadata`,
        )
      ).refused(404, "not_found");
    }
    const mine = await ownOf(study.id);
    assert.deepEqual(
      [mine.state, mine.objectCount, mine.open, mine.tenant.slug],
      ["waiting", 2, false, slug],
    );
    (
      await admin.post(`${queue}/${study.id}/release`, {
        reason: "for a second opinion",
      })
    ).expect(200);
    await inState(admin, study.studyUid, "ready");
    const shown = (await ann.get(`/api/v1/studies/${study.id}`)).expect(200);
    assert.deepEqual(shown.sources, ["explicit"]);
    assert.deepEqual(
      [(await ownOf(study.id)).state, (await ownOf(study.id)).open],
      ["released", true],
    );
    const { items } = (
      await admin.get(`/api/v1/studies/${study.id}/access`)
    ).expect(200);
    const grantee = items.find(
      (item) => item.membershipId === ann.session.membershipId,
    );
    assert.equal(grantee.reasons[0].note, "uploaded_it");
    const { items: entries } = (
      await admin.get("/api/v1/tenant/audit?event=study.received&limit=200")
    ).expect(200);
    assert.ok(
      entries.some(
        (entry) =>
          entry.actor.name === "Ann Uploader" && entry.study?.id === study.id,
      ),
    );
  });

  await test("STU-3 a rejected upload stays away, and its sender reads why", async () => {
    const study = await waiting(1);
    (
      await admin.post(`${queue}/${study.id}/reject`, {
        reason: "not our patient",
      })
    ).expect(200);
    const mine = await ownOf(study.id);
    assert.deepEqual(
      [mine.state, mine.reason, mine.open],
      ["rejected", "not our patient", false],
    );
    (await ann.get(`/api/v1/studies/${study.id}`)).refused(404, "not_found");
    assert.deepEqual(await own(ben), []);
  });

  await test("STU-3 STU-5 nothing of a clinician joins or replaces what the department has; all conflicts answer alike", async () => {
    const kept = await readyStudy(tenant, { count: 1 });
    const [there] = kept.instances;
    const elsewhere = newStudy();
    const attempts = [
      there,
      newInstance(kept, {
        seriesUid: there.seriesUid,
        sopUid: there.sopUid,
        description: "another",
      }),
      newInstance(kept),
      newInstance(elsewhere, { sopUid: there.sopUid }),
    ];
    for (const attempt of attempts) {
      const answer = await send(ann, kept, [attempt]);
      assert.deepEqual([answer.status, reasonsOf(answer)], [409, [taken]]);
    }
    const row = await findStudy(admin, kept.studyUid);
    assert.deepEqual([row.instanceCount, row.state], [1, "ready"]);
    assert.equal(await findStudy(admin, elsewhere.studyUid), undefined);
  });

  await test("STU-14 a rejection note of a clinician has no effect", async () => {
    const kept = await readyStudy(tenant, { count: 1 });
    const answer = await send(ann, kept, [newRejection(kept, kept.instances)]);
    assert.equal(answer.status, 409);
    assert.equal((await findStudy(admin, kept.studyUid)).instanceCount, 1);
    const study = newStudy();
    const alone = await send(ann, study, [
      newRejection(study, [newInstance(study)]),
    ]);
    assert.deepEqual([alone.status, reasonsOf(alone)], [409, [0x0124]]);
  });

  await test("STU-3 what the department receives itself takes the place of what waits", async () => {
    const study = await waiting(1);
    await storeAll(admin, slug, [newInstance(study)]);
    const row = await inState(admin, study.studyUid, "ready");
    assert.equal(row.instanceCount, 1);
    assert.notEqual(row.id, study.id);
    const mine = await ownOf(study.id);
    assert.deepEqual(
      [mine.state, mine.reason],
      ["rejected", "received_by_the_department"],
    );
    (await ann.get(`/api/v1/studies/${row.id}`)).refused(404, "not_found");
  });

  await test("STU-3 others’ images in a released upload end the access that it gave", async () => {
    const study = await waiting(1);
    (
      await admin.post(`${queue}/${study.id}/release`, {
        reason: "for a second opinion",
      })
    ).expect(200);
    (await ann.get(`/api/v1/studies/${study.id}`)).expect(200);
    await storeAll(admin, slug, [newInstance(study)]);
    (await ann.get(`/api/v1/studies/${study.id}`)).refused(404, "not_found");
    assert.deepEqual(reasonsOf(await send(ann, study, [newInstance(study)])), [
      taken,
    ]);
    await eventually(
      "both images are there",
      async () => (await findStudy(admin, study.studyUid)).instanceCount === 2,
    );
  });

  await test("CLA-4 with access off nothing goes in any more, and what was sent is not listed", async () => {
    (await changeLink(tenant, ann, { allowAccess: false })).expect(200);
    const study = newStudy();
    assert.equal((await send(ann, study, [newInstance(study)])).status, 403);
    assert.deepEqual(await own(), []);
    (await changeLink(tenant, ann, { allowAccess: true })).expect(200);
    assert.ok((await own()).length > 0);
  });
}
