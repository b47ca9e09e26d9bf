// A video from a file to the screen: uploaded, played, steered by keys and fingers, gone with the right to it (STU-3, STU-41).
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mp4Of } from '../../tests/integration/harness/dicom/mp4.js';
import { Visitor } from './lib/browser.mjs';
import { bareVideo, palette, setQuietTime, store, study } from './lib/formats.mjs';
import { assert, assertEqual, until } from './lib/suite.mjs';
import { ViewerPage } from './lib/viewer.mjs';

const picture = (name) => new URL(`./screens/${name}.png`, import.meta.url).pathname;
const film = [
  ['red', 10],
  ['green', 10],
  ['blue', 10],
];

export default async function video({ suite, server, browser }) {
  const visitor = await Visitor.open(browser, server.url);
  const { page } = visitor;
  const viewer = new ViewerPage(page);
  const folder = path.join(server.folder, 'video');
  let id;

  const ready = () =>
    until('the study is ready', async () => {
      const [row] = await server.sql(`SELECT id, state FROM study WHERE study_instance_uid = '${study.uid}'`);
      id = row?.id;
      return row?.state === 'ready';
    });
  // Asks as the visitor, who may change things.
  const send = async (method, address, data) => {
    const { request } = visitor.context;
    const session = await (await request.get('/api/v1/session')).json();
    return request.fetch(address, {
      method,
      headers: { Origin: visitor.origin, 'X-CSRF-Token': session.csrfToken },
      data,
    });
  };
  const openTile = async (of, title) => {
    const tile = of.page.locator(`[data-testid="series-tile"][title*="${title},"]`);
    await tile.waitFor({ state: 'attached' });
    const toggle = of.page.getByTestId('series-toggle');
    if (await toggle.isVisible()) await toggle.click();
    await tile.click();
    await of.page.locator(`[data-testid="viewport-0"][aria-label*="${title}"]`).waitFor();
  };
  const shows = (name, wanted, of = page) =>
    until(`the film has ${name} = ${wanted}`, async () => {
      const value = await of.getByTestId('film').getAttribute(`data-${name}`);
      return wanted instanceof RegExp ? wanted.test(value) : value === String(wanted);
    });
  // The colour in the middle of what is drawn.
  const colour = (of = page) =>
    of.getByTestId('video').evaluate((element) => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 1;
      const context = canvas.getContext('2d');
      context.drawImage(element, 0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data.subarray(0, 3)]
        .map((part) => (part > 128 ? 1 : 0))
        .join('');
    });
  const coloured = (wanted, of = page) =>
    until(`the film is ${wanted}`, async () => (await colour(of)) === wanted);

  await suite.step('a study takes an MP4 file by the upload page (STU-3)', async () => {
    visitor.expectRefusals(406);
    await visitor.signIn(server.signIn('admin@riverside.example'));
    assertEqual(await setQuietTime(visitor, 1), 200, 'the answer to the new quiet time');
    const files = [await palette(folder, 61), await bareVideo(folder, 62)];
    assertEqual((await store(visitor, 'riverside', files)).status, 200, 'the answer to STOW-RS');
    await ready();
    const file = path.join(folder, 'Walk.mp4');
    await writeFile(file, mp4Of({ scenes: film, rate: 10, columns: 128, rows: 96 }));
    await page.goto('/upload');
    await page.locator('input[type="file"]').first().setInputFiles(file);
    const chosen = page.getByPlaceholder('Patient, ID, accession or description');
    await chosen.fill(study.accession);
    await page.getByRole('option').filter({ hasText: 'Formats' }).first().click();
    await page.getByRole('button', { name: 'Add to the study' }).click();
    await page.getByText('Added', { exact: true }).waitFor();
    await until('it is part of the study', async () => {
      const address = `/t/riverside/dicomweb/studies/${study.uid}/series`;
      const answer = await visitor.context.request.get(address, {
        headers: { Accept: 'application/dicom+json' },
      });
      return (await answer.text()).includes('"Walk"');
    });
  });

  await suite.step('it is played, and steered by buttons and keys as a clip is (STU-41)', async () => {
    await viewer.open(study.accession);
    await openTile(viewer, 'Walk');
    await shows('frames', 30);
    await shows('frame', 1);
    await coloured('100');
    await viewer.pane().focus();
    await viewer.key('ArrowRight', 'ArrowRight');
    await shows('frame', 3);
    await viewer.key('ArrowLeft');
    await shows('frame', 2);
    await viewer.key('PageDown');
    await shows('frame', 12);
    await coloured('010');
    await viewer.key('End');
    await shows('frame', 30);
    await coloured('001');
    await viewer.key('Home', '<', '<', '<');
    await shows('frame', 1);
    assertEqual(await page.getByTestId('film-speed').inputValue(), '0.1', 'the speed');
    await viewer.key(' ');
    await shows('playing', true);
    await shows('frame', /^[2-9]$/);
    await viewer.key(' ');
    await shows('playing', false);
    await page.getByTestId('film-scrub').fill('15');
    await shows('frame', 15);
    await page.getByTestId('film-speed').selectOption('4');
    await page.getByTestId('film-play').click();
    await shows('frame', 30);
    await shows('playing', false);
    await page.screenshot({ path: picture('viewer-video-1366') });
  });

  await suite.step('a stream that is no MP4 file is offered as a file instead (STU-41)', async () => {
    await openTile(viewer, 'Bare video');
    await page.getByText('cannot be played here').waitFor();
    const saving = page.waitForEvent('download');
    await page.getByTestId('download').click();
    assert((await saving).suggestedFilename().endsWith('.dcm'), 'it is saved as a DICOM file');
  });

  await suite.step('on a phone it has its controls under the picture, for fingers (STU-41)', async () => {
    const phone = await Visitor.open(browser, server.url, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    });
    await phone.signIn(server.signIn('admin@riverside.example'));
    const small = new ViewerPage(phone.page);
    await small.open(study.accession);
    await openTile(small, 'Walk');
    await shows('frames', 30, phone.page);
    await phone.page.getByTestId('film-on').tap();
    await shows('frame', 2, phone.page);
    const pane = await small.pane().boundingBox();
    for (const name of ['film-back', 'film-play', 'film-on', 'film-scrub', 'film-speed']) {
      const box = await phone.page.getByTestId(name).boundingBox();
      assert(box.x >= pane.x && box.x + box.width <= pane.x + pane.width, `${name} is within the viewport`);
      assert(box.height >= 32, `${name} is ${box.height} px high`);
    }
    await phone.page.getByTestId('film-play').tap();
    await shows('frame', 30, phone.page);
    await phone.page.screenshot({ path: picture('viewer-video-390') });
    await small.noProblems(phone);
    await phone.close();
  });

  await suite.step('when the grant is withdrawn the film goes within a second (SHR-3, GEN-5)', async () => {
    const doctor = await Visitor.open(browser, server.url);
    doctor.expectRefusals(404);
    await doctor.signIn(server.signIn('ann.peeters@practice.example'));
    const { membershipId } = await (await doctor.context.request.get('/api/v1/session')).json();
    const granted = await send('POST', '/api/v1/grants', { studyIds: [id], membershipIds: [membershipId] });
    assertEqual(granted.status(), 201, 'the answer to the grant');
    const theirs = new ViewerPage(doctor.page);
    await theirs.open(study.accession);
    await openTile(theirs, 'Walk');
    await doctor.page.getByTestId('film-speed').selectOption('0.1');
    await doctor.page.getByTestId('film-play').click();
    await shows('playing', true, doctor.page);
    const [row] = await server.sql(`SELECT id FROM explicit_grant WHERE study_id = '${id}'`);
    const began = Date.now();
    const ended = await send('DELETE', `/api/v1/grants/${row.id}`);
    assert(ended.ok(), `the answer to the withdrawal: ${ended.status()}`);
    await doctor.page.getByTestId('video').waitFor({ state: 'detached' });
    const took = Date.now() - began;
    assert(took < 1000, `the film stood for ${took} ms`);
    await theirs.noProblems(doctor);
    await doctor.close();
    return `${took} ms`;
  });

  await suite.step('nothing went wrong in the pages, and nobody else was asked (GEN-4, SEC-4)', async () => {
    await viewer.noProblems(visitor);
  });
}
