// OHIF, the viewer that others wrote, on the demonstration's studies over DICOMweb (STU-30 to STU-34), put beside Portico
// as docs/operations/viewers.md says.
import path from 'node:path';
import { Visitor } from './lib/browser.mjs';
import {
  adopted,
  palette,
  pydicomIsThere,
  setQuietTime,
  store,
  study as formats,
  ybrFrames,
} from './lib/formats.mjs';
import { missing, serveOhif } from './lib/ohif.mjs';
import { assert, assertEqual, until } from './lib/suite.mjs';

const head = 'RX-004187';
const shown = [
  ['CT', head],
  ['MR', 'RX-004151'],
  ['CR', 'RX-004130'],
  ['US, many frames', 'RX-004098'],
  ['MG', 'RX-004055'],
];

// Series by their descriptions; one picture in many transfer syntaxes, and colours in many forms.
const same = ['MR_small_RLE.dcm', 'MR_small_jp2klossless.dcm', 'MR_small_jpeg_ls_lossless.dcm'];
const colourful = ['SC_rgb_rle.dcm', 'SC_rgb_jpeg_dcmtk.dcm', 'SC_rgb_dcmtk_+eb+cy+s4.dcm'];
const made = ['Palette', 'YBR frames'];

// Of every canvas that shows images: how many colours, and a number that changes when a pixel does.
const canvases = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('canvas.cornerstone-canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set();
      let fingerprint = 2166136261;
      for (let at = 0; at < data.length; at += 4) {
        const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
        colours.add(colour);
        fingerprint = Math.imul(fingerprint ^ colour, 16777619) >>> 0;
      }
      return { colours: colours.size, fingerprint };
    }),
  );

const drawn = (page, what, { count = 1, most = 20 } = {}) =>
  until(`${what} is drawn`, async () => {
    const found = await canvases(page);
    return found.length >= count && found.every(({ colours }) => colours > most) && found;
  });

// The study of many formats, unless another test has stored it already.
async function storeFormats(server, browser) {
  const row = async () =>
    (await server.sql(`SELECT state FROM study WHERE study_instance_uid = '${formats.uid}'`))[0];
  const [{ there }] = await server.sql(
    `SELECT count(*) AS there FROM series JOIN study ON study.id = series.study_id
     WHERE study_instance_uid = '${formats.uid}' AND series.description = 'YBR frames'`,
  );
  if (there === 0) {
    const visitor = await Visitor.open(browser, server.url);
    await visitor.signIn(server.signIn('admin@riverside.example'));
    await setQuietTime(visitor, 1);
    const folder = path.join(server.folder, 'ohif');
    const files = [await palette(folder, 1), await ybrFrames(folder, 2)];
    if (pydicomIsThere)
      for (const [index, name] of [...same, ...colourful].entries())
        files.push(await adopted(folder, name, 10 + index));
    const { status } = await store(visitor, 'riverside', files);
    assertEqual(status, 200, 'the answer to STOW-RS');
    await visitor.close();
  }
  await until('the study of many formats is ready', async () => (await row()).state === 'ready');
}

export default async function ohifWalk({ suite, server, browser }) {
  if (missing) return suite.skip('OHIF shows studies', missing);
  const created = await server.command(
    ...[
      'apikey',
      'create',
      '--tenant',
      'riverside',
      '--name',
      'OHIF',
      '--permission',
      'view_studies',
      '--json',
    ],
  );
  const { key } = JSON.parse(created.stdout);
  const addressOf = async (accession) => {
    const [row] = await server.sql(
      `SELECT study_instance_uid AS uid FROM study WHERE accession_number = '${accession}'`,
    );
    return `/viewer?StudyInstanceUIDs=${row.uid}`;
  };
  const sites = [];
  const visit = async (withKey) => {
    const site = await serveOhif(server, withKey);
    sites.push(site);
    const visitor = await Visitor.open(browser, site.url);
    // Once seen, OHIF does not explain itself again.
    await visitor.context.addInitScript(() =>
      localStorage.setItem('shownTours', JSON.stringify(['basicViewerTour'])),
    );
    return { site, visitor, page: visitor.page };
  };

  try {
    const { site, visitor, page } = await visit(key);
    const row = (accession) => page.getByRole('row').filter({ hasText: accession });

    await suite.step("the demonstration's studies are released (STU-10)", async () => {
      await until(
        'every study of the list is ready',
        async () => {
          const wanted = shown.map(([, accession]) => `'${accession}'`).join(', ');
          const rows = await server.sql(
            `SELECT state FROM study WHERE state = 'ready' AND accession_number IN (${wanted})`,
          );
          return rows.length === shown.length;
        },
        90_000,
      );
    });

    await suite.step('the study list shows the released studies, and finds by name (STU-30)', async () => {
      await page.goto('/');
      for (const [, accession] of shown) await row(accession).waitFor();
      const line = await row(head).innerText();
      for (const part of ['Maes, Hanne', 'CT', 'CT head without contrast', '64'])
        assert(line.includes(part), `the row lacks "${part}": ${line}`);
      await page.getByRole('textbox').first().fill('maes');
      await row('RX-004130').waitFor({ state: 'detached' });
      await row(head).waitFor();
    });

    for (const [what, accession] of shown)
      await suite.step(`${what}: pixels are drawn (STU-31, STU-33)`, async () => {
        await page.goto(await addressOf(accession));
        const [{ colours }] = await drawn(page, what);
        return `${colours} colours`;
      });

    await suite.step('scrolling draws the next image (STU-31)', async () => {
      await page.goto(await addressOf(head));
      const [before] = await drawn(page, 'the first image');
      await page.locator('canvas.cornerstone-canvas').first().hover();
      await page.mouse.wheel(0, 300);
      await until('another image is drawn', async () => {
        const [now] = await canvases(page);
        return now.colours > 20 && now.fingerprint !== before.fingerprint;
      });
    });

    await suite.step('objects in many forms are drawn (STU-33)', async () => {
      await storeFormats(server, browser);
      await page.goto(`/viewer?StudyInstanceUIDs=${formats.uid}`);
      await drawn(page, 'a first series', { most: 1 });
      await page.getByRole('button', { name: 'Confirm and hide' }).click();
      const show = async (name) => {
        await page
          .locator('[data-cy="study-browser-thumbnail"]')
          .filter({ hasText: name })
          .first()
          .dblclick();
        await page.locator('[data-cy="viewport-grid"]').getByText(name).first().waitFor();
        return (await drawn(page, name, { most: 1 }))[0];
      };
      const names = [...made, ...(pydicomIsThere ? [...same, ...colourful] : [])];
      const seen = new Map();
      for (const name of names) seen.set(name, await show(name));
      const alike = new Set(same.map((name) => seen.get(name)?.fingerprint));
      assertEqual(alike.size, 1, 'pictures of one object in lossless syntaxes');
      return [...seen].map(([name, { colours }]) => `${name} ${colours}`).join(', ');
    });

    await suite.step('three planes are drawn from the volume of a CT (STU-31)', async () => {
      await page.goto(`${await addressOf(head)}&hangingProtocolId=mpr`);
      const found = await drawn(page, 'every plane', { count: 3 });
      assertEqual(new Set(found.map(({ fingerprint }) => fingerprint)).size, 3, 'different planes');
    });

    await suite.step('Portico refused nothing, and nothing went wrong in the pages (GEN-4)', async () => {
      assertEqual(site.refused, [], 'refused requests');
      assertEqual(visitor.takeProblems(), [], 'problems');
    });

    await suite.step('a key in the address opens a study; without one there is none (ACC-11)', async () => {
      const other = await visit();
      other.visitor.expectRefusals(401);
      await other.page.goto(`${await addressOf(head)}&token=${key}`);
      await drawn(other.page, 'the study');
      assert(!other.page.url().includes(key), 'the key stays in the address');
      assertEqual(other.site.refused, [], 'refused requests with the key');
      await other.page.goto('/');
      await until('the list is refused', async () => other.site.refused.length > 0);
      assert(
        other.site.refused.every((line) => line.startsWith('401')),
        `other refusals: ${other.site.refused}`,
      );
    });
  } finally {
    for (const site of sites) await site.close();
  }
  return undefined;
}
