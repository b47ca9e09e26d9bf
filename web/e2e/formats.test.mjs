// What the archive takes, shown: transfer syntaxes, photometric interpretations, documents (STU-40).
import path from 'node:path';
import { Visitor } from './lib/browser.mjs';
import {
  adopted,
  document,
  palette,
  pydicomIsThere,
  setQuietTime,
  store,
  study,
  ybrFrames,
} from './lib/formats.mjs';
import { assert, assertEqual, until } from './lib/suite.mjs';
import { ViewerPage } from './lib/viewer.mjs';

// One picture in many transfer syntaxes, all lossless.
const same = [
  'MR_small.dcm',
  'MR_small_implicit.dcm',
  'MR_small_bigendian.dcm',
  'MR_small_RLE.dcm',
  'MR_small_jp2klossless.dcm',
  'MR_small_jpeg_ls_lossless.dcm',
];
// Bars of red, pink, green … in many forms of colour.
const bars = [
  'SC_rgb_rle.dcm',
  'SC_rgb_rle_16bit.dcm',
  'SC_rgb_jpeg_gdcm.dcm',
  'SC_rgb_gdcm_KY.dcm',
  'SC_rgb_jpeg_dcmtk.dcm',
  'SC_rgb_dcmtk_+eb+cr.dcm',
  'SC_rgb_dcmtk_+eb+cy+np.dcm',
  'SC_rgb_dcmtk_+eb+cy+s4.dcm',
  'SC_ybr_full_422_uncompressed.dcm',
];
const pictures = ['693_J2KI.dcm', 'JPGExtended.dcm', 'ExplVR_BigEnd.dcm', 'CT_small.dcm'];
const deflated = 'image_dfl.dcm';
const others = [deflated, 'test-SR.dcm', 'rtplan.dcm'];

const near = (colour, wanted, most) => colour.every((part, at) => Math.abs(part - wanted[at]) <= most);

export default async function formats({ suite, server, browser }) {
  const visitor = await Visitor.open(browser, server.url);
  const { page } = visitor;
  const viewer = new ViewerPage(page);
  const folder = path.join(server.folder, 'formats');

  await suite.step('objects of many kinds are stored by STOW-RS (STU-2)', async () => {
    visitor.expectRefusals(406);
    await visitor.signIn(server.signIn('admin@riverside.example'));
    assertEqual(await setQuietTime(visitor, 1), 200, 'the answer to the new quiet time');
    const files = [await palette(folder, 1), await ybrFrames(folder, 2), await document(folder, 3)];
    if (pydicomIsThere)
      for (const [index, name] of [...same, ...bars, ...pictures, ...others].entries())
        files.push(await adopted(folder, name, 10 + index));
    const { status, body } = await store(visitor, 'riverside', files);
    assertEqual(status, 200, `the answer to STOW-RS (${JSON.stringify(body?.['00081198'])})`);
    await until('the study is ready', async () => {
      const [row] = await server.sql(`SELECT state FROM study WHERE study_instance_uid = '${study.uid}'`);
      return row?.state === 'ready';
    });
    await viewer.open(study.accession);
    return `${files.length} objects`;
  });

  const open = async (title) => {
    await page.locator(`[data-testid="series-tile"][title*="${title},"]`).click();
    await page.locator(`[data-testid="viewport-0"][aria-label*="${title}"]`).waitFor();
  };
  const show = async (title) => {
    await open(title);
    await viewer.is('rendered-image', /^[1-9]/);
    assertEqual(await viewer.told('failure'), null, `the failure of ${title}`);
    return until(`${title} is drawn`, async () => {
      const canvas = await viewer.canvas();
      return canvas?.levels > 1 && canvas;
    });
  };
  const coloured = async (title, at, wanted, most = 4) =>
    until(`${title} has ${wanted} at ${at} (it was ${await viewer.colour(at)})`, async () =>
      near(await viewer.colour(at), wanted, most),
    );

  await suite.step('palette colour (STU-40)', async () => {
    await show('Palette');
    await coloured('the left half', [0.4, 0.5], [255, 0, 0]);
    await coloured('the right half', [0.6, 0.5], [0, 0, 255]);
  });

  await suite.step('frames in YBR_FULL, and lengths without calibration in px (STU-40, STU-41)', async () => {
    await show('YBR frames');
    await coloured('frame 1', [0.5, 0.5], [254, 0, 0]);
    await viewer.key('ArrowDown');
    await viewer.is('rendered-image', 2);
    await coloured('frame 2', [0.5, 0.5], [0, 255, 0]);
    await viewer.key('ArrowDown');
    await viewer.is('rendered-image', 3);
    await coloured('frame 3', [0.5, 0.5], [0, 0, 255]);
    assertEqual(await page.getByTestId('speed').inputValue(), '10', 'frames a second');
    await viewer.pane().getByText('No calibration: lengths in px').waitFor();
    await viewer.key('l');
    await viewer.drag([
      [0.4, 0.4],
      [0.6, 0.4],
    ]);
    await viewer.reads(/[\d.]+ px/);
    await viewer.key('v');
    await viewer.click([0.5, 0.6]);
    await viewer.reads(/R 0 G 0 B 25\d/);
  });

  await suite.step('an encapsulated PDF is drawn by pdf.js (STU-40)', async () => {
    await open('Letter of 1 April');
    const sheet = page.getByTestId('pdf-page');
    await sheet.waitFor();
    const [red, green, blue] = await until('the page is drawn', async () => {
      const colour = await sheet.evaluate((canvas) => [
        ...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data,
      ]);
      return colour[2] > 100 && colour[0] < 100 && colour;
    });
    assert(near([red, green, blue], [51, 102, 153], 3), `the page is ${[red, green, blue]}`);
  });

  if (!pydicomIsThere) {
    suite.skip('the files of python3-pydicom are shown (STU-40)', 'apt-get install python3-pydicom');
  } else {
    await suite.step('one picture in six transfer syntaxes looks the same in all (STU-40)', async () => {
      const first = await show(same[0]);
      assert(first.levels > 40, `${first.levels} grey levels`);
      for (const name of same.slice(1)) {
        await show(name);
        await until(
          `${name} looks like ${same[0]}`,
          async () => (await viewer.canvas()).fingerprint === first.fingerprint,
        );
      }
    });

    await suite.step(
      'colours in RGB and YBR, RLE, JPEG, JPEG lossless, JPEG 2000, 8 and 16 bit (STU-40)',
      async () => {
        for (const name of bars) {
          await show(name);
          await coloured(name, [0.5, 0.05], [255, 0, 0], 12);
          await coloured(name, [0.5, 0.25], [0, 255, 0], 12);
          await coloured(name, [0.5, 0.45], [0, 0, 255], 12);
        }
      },
    );

    await suite.step('JPEG 2000, 12-bit JPEG, big-endian colour (STU-40)', async () => {
      const told = [];
      for (const name of pictures) told.push(`${name} ${(await show(name)).levels}`);
      return told.join(', ');
    });

    await suite.step('a structured report is a readable tree (STU-40)', async () => {
      await page.locator('[data-testid="series-tile"]').filter({ hasText: 'Structured report' }).click();
      await page.getByTestId('report').waitFor();
      const words = await page.getByTestId('report').innerText();
      assert(words.length > 100, `the report reads: ${words}`);
      await page.screenshot({ path: new URL('./screens/viewer-report.png', import.meta.url).pathname });
    });

    await suite.step('a deflated object is shown (STU-40)', async () => {
      const { levels } = await show(deflated);
      return `${levels} grey levels`;
    });

    await suite.step('what cannot be shown is offered as a file (STU-40)', async () => {
      await page.locator('[data-testid="series-tile"]').filter({ hasText: 'Object without images' }).click();
      const saving = page.waitForEvent('download');
      await page.getByTestId('download').click();
      const name = (await saving).suggestedFilename();
      assert(name.endsWith('.dcm'), `the file is called ${name}`);
      return name;
    });
  }

  await suite.step('nothing went wrong in the pages, and nobody else was asked (GEN-4, SEC-4)', async () => {
    await viewer.noProblems(visitor);
  });
}
