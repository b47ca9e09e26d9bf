// The viewer's tools on the demonstration's studies: what they draw, what they tell (STU-40 to STU-42).
import { Visitor } from './lib/browser.mjs';
import { assert, assertEqual, until } from './lib/suite.mjs';
import { ViewerPage } from './lib/viewer.mjs';

const head = '004187';
const heart = '004098';
const knee = '004151';
const breast = '004055';

function withResolvers() {
  let resolve;
  const promise = new Promise((then) => (resolve = then));
  return { promise, resolve };
}

// A study and the other one of its patient, as the database has them. The demonstration's dates are relative to today.
async function studyAndPrior(server, accession) {
  const rows = await server.sql(
    `SELECT other.id, other.accession_number, other.study_date FROM study one JOIN study other
       ON other.tenant_id = one.tenant_id AND other.header_patient_id = one.header_patient_id
     WHERE one.accession_number LIKE '%${accession}'`,
  );
  const isIt = (row) => row.accession_number.endsWith(accession);
  const [study, prior] = [rows.find(isIt), rows.find((row) => !isIt(row))];
  const [last] = await server.sql(
    `SELECT instance.sop_instance_uid AS uid FROM instance JOIN series ON series.id = instance.series_id
     WHERE instance.study_id = '${prior.id}' ORDER BY series.number DESC, instance.number DESC LIMIT 1`,
  );
  return { study, prior, lastOfPrior: last.uid };
}

const shownDate = ({ study_date: date }) =>
  new Date(date.replace(/(....)(..)(..)/, '$1-$2-$3T12:00:00')).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });

export default async function viewerWalk({ suite, server, browser }) {
  const visitor = await Visitor.open(browser, server.url);
  const { page } = visitor;
  const viewer = new ViewerPage(page);
  let only = null;

  await suite.step("the demonstration's studies are released (STU-10)", async () => {
    await until(
      'every study but the one in the queue is ready',
      async () => {
        const [row] = await server.sql(
          "SELECT count(*) AS waiting FROM study WHERE state NOT IN ('ready', 'queued', 'rejected')",
        );
        return row.waiting === 0;
      },
      90_000,
    );
    await visitor.signIn(server.signIn('radiologist@riverside.example'));
    only = viewer;
  });

  await suite.step('length, angles, areas, values and arrows with words on a CT (STU-41)', async () => {
    await only.open(head);
    await viewer.pane().focus();
    await viewer.key('Home', 'PageDown', 'PageDown', 'PageDown');
    await viewer.is('rendered-image', 31);
    await viewer.key('l');
    await until('the measurements have come', () => page.getByTestId('tool-length').isVisible());
    await viewer.drag([
      [0.4, 0.5],
      [0.6, 0.5],
    ]);
    // A fifth of the viewport; at this size and zoom that is 86 mm of the phantom.
    const [, length] = await viewer.reads(/(8[56]\.\d) mm(?!²)/);
    await viewer.key('v');
    await viewer.click([0.5, 0.4]);
    const [, value] = await viewer.reads(/(-?[\d.,]+) HU/);
    assert(Number(value) > -50 && Number(value) < 120, `the middle of a head has ${value} HU`);
    await viewer.key('e');
    await viewer.drag([
      [0.45, 0.6],
      [0.5, 0.7],
    ]);
    await viewer.reads(/Area [\d.,]+ mm².*Mean -?[\d.,]+ HU.*SD/);
    await viewer.key('r');
    await viewer.drag([
      [0.45, 0.8],
      [0.5, 0.88],
    ]);
    await viewer.key('c');
    await viewer.drag([
      [0.42, 0.2],
      [0.58, 0.22],
    ]);
    await viewer.drag([
      [0.42, 0.3],
      [0.58, 0.36],
    ]);
    await viewer.reads(/[\d.,]+°/);
    await viewer.key('t');
    await viewer.drag([
      [0.3, 0.3],
      [0.4, 0.4],
    ]);
    const question = page.getByTestId('text-question');
    await question.getByRole('textbox').fill('Here');
    await page.keyboard.press('Enter');
    await viewer.reads(/Here/);
    await page.screenshot({ path: new URL('./screens/viewer-measured.png', import.meta.url).pathname });
    await page.getByTestId('measures').click();
    await page.getByTestId('clear').click();
    await until('nothing is drawn any more', async () => (await viewer.words()).length === 0);
    return `${length} mm, ${value} HU`;
  });

  await suite.step('the magnifying glass enlarges what lies under the pointer (STU-41)', async () => {
    await viewer.key('m');
    const box = await viewer.pane().boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await viewer.pane().locator('.magnifyTool canvas').waitFor();
    await page.mouse.up();
    await viewer.pane().locator('.magnifyTool').waitFor({ state: 'hidden' });
  });

  await suite.step('images are turned and mirrored, and the letters follow (STU-41)', async () => {
    assertEqual(await viewer.letters(), 'A L P R', 'the edges of an axial image');
    await viewer.changed('the turned image is drawn', () => viewer.key('.'));
    assertEqual(await viewer.letters(), 'R A L P', 'the edges after a turn to the right');
    await viewer.changed('the mirrored image is drawn', () => viewer.key('h'));
    assertEqual(await viewer.letters(), 'R P L A', 'the edges after mirroring');
    await viewer.changed('another image is drawn', () => viewer.key('ArrowDown'));
    assertEqual(await viewer.letters(), 'R P L A', 'the edges of the next image');
    await viewer.changed('the image turned back is drawn', () => viewer.key(','));
    await viewer.changed('the image mirrored the other way is drawn', () => viewer.key('y'));
    await page.getByTestId('turn').click();
    await page.screenshot({ path: new URL('./screens/viewer-turned.png', import.meta.url).pathname });
    await viewer.changed('it is drawn turned again', () => page.getByTestId('rotateLeft').click());
    await viewer.changed('it is put back', () => viewer.key('0'));
    assertEqual(await viewer.letters(), 'A L P R', 'the edges after the reset');
  });

  await suite.step('a clip plays at its own rate and can be slowed down (STU-41)', async () => {
    await only.open(heart);
    const [, stored] = await until('the rate is told', async () =>
      /^(\d+)$/.exec(await page.getByTestId('speed').inputValue()),
    );
    await until('the clip has come', async () => {
      await viewer.key('End');
      return (await viewer.told('rendered-image')) === (await viewer.told('image-count'));
    });
    await viewer.key('Home');
    await viewer.is('rendered-image', 1);
    await viewer.key(' ');
    await viewer.is('rendered-image', /^([5-9]|\d\d)$/);
    await viewer.key('<');
    const slower = await page.getByTestId('speed').inputValue();
    assert(Number(slower) < Number(stored), `${slower} is not slower than ${stored}`);
    await viewer.key(' ');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    return `${stored}/s`;
  });

  const lines = (index) => viewer.pane(index).locator('[data-testid="reference-lines"] line').count();
  await suite.step(
    'three planes side by side: chosen by drawing, filled by dragging, with reference lines (STU-41)',
    async () => {
      await only.open(knee);
      await page.getByTestId('layout').click();
      const [from, to] = await Promise.all(
        ['layout-1x1', 'layout-1x3'].map((cell) => page.getByTestId(cell).boundingBox()),
      );
      await page.mouse.move(from.x + 20, from.y + 20);
      await page.mouse.down();
      await page.mouse.move(to.x + 20, to.y + 20, { steps: 5 });
      await page.mouse.up();
      for (const index of [0, 1, 2]) await viewer.shown(index);
      const series = await Promise.all([0, 1, 2].map((index) => viewer.told('series', index)));
      assertEqual(new Set(series).size, 3, 'different series');
      await page.getByTestId('series-tile').nth(2).dragTo(viewer.pane(1));
      await viewer.is('series', series[2], 1);
      await viewer.shown(1);
      await page.getByTestId('series-tile').nth(1).dragTo(viewer.pane(1));
      await viewer.is('series', series[1], 1);
      await viewer.shown(1);
      await viewer.pane(0).click();
      await until(
        'the sagittal image is marked on the others',
        async () => (await lines(1)) + (await lines(2)) === 2,
      );
      assertEqual(await lines(0), 0, 'lines on the active image');
      // The sagittal image, shown alone before, fills its narrower viewport again.
      await viewer.pane(0).getByText('Zoom 104%').waitFor();
      const marked = page.locator('.pv-pane-active');
      assertEqual(
        await marked.getAttribute('data-testid'),
        'viewport-0',
        'the viewport that is marked active',
      );
      await page.screenshot({ path: new URL('./screens/viewer-planes.png', import.meta.url).pathname });
      await viewer.key('x');
      await until('the lines are gone', async () => (await lines(1)) + (await lines(2)) === 0);
      await viewer.key('x');
    },
  );

  await suite.step('viewports of one plane scroll together when linked (STU-41)', async () => {
    await viewer.key('g', 'ArrowLeft', 'Enter');
    await page.getByTestId('viewport-2').waitFor({ state: 'detached' });
    const first = await viewer.told('series', 0);
    await page.getByTestId('series-tile').nth(0).dragTo(viewer.pane(1));
    await viewer.is('series', first, 1);
    await viewer.shown(1);
    await viewer.pane(0).click();
    await viewer.key('Home', 'ArrowDown');
    await viewer.is('rendered-image', 2, 0);
    await viewer.is('rendered-image', 1, 1);
    await viewer.key('k', 'PageDown');
    await viewer.is('rendered-image', 12, 0);
    await viewer.is('rendered-image', 12, 1);
    await viewer.key('k', 'ArrowUp');
    await viewer.is('rendered-image', 11, 0);
    await viewer.is('rendered-image', 12, 1);
  });

  await suite.step('axial, coronal and sagittal planes and MIP of a volume (STU-41)', async () => {
    await only.open(head);
    await viewer.key('d');
    for (const [index, plane] of ['axial', 'coronal', 'sagittal', 'coronal'].entries()) {
      await viewer.is('plane', plane, index);
      await viewer.shown(index);
      const { levels } = await until('the plane is drawn', async () => {
        const canvas = await viewer.canvas(index);
        return canvas?.levels > 60 && canvas;
      });
      assert(levels > 60, `${plane} has ${levels} grey levels`);
    }
    assertEqual(await viewer.letters(0), 'A L P R', 'the edges of the axial plane');
    assertEqual(await viewer.letters(1), 'H L F R', 'the edges of the coronal plane');
    assertEqual(await viewer.letters(2), 'H P F A', 'the edges of the sagittal plane');
    await until('planes show each other', async () => (await lines(0)) >= 2);
    await viewer.changed('the axial plane moves', () => viewer.key('PageDown'), 0);
    const slice = await viewer.told('rendered-image', 2);
    const box = await viewer.pane(0).boundingBox();
    await page.mouse.dblclick(box.x + box.width * 0.6, box.y + box.height * 0.5);
    await until(
      'the sagittal plane goes there',
      async () => (await viewer.told('rendered-image', 2)) !== slice,
    );
    const before = await viewer.canvas(2);
    await viewer.changed('another window is drawn', () => viewer.key('3'), 0);
    await viewer.is('window-width', 2000, 2);
    await until('on all planes', async () => (await viewer.canvas(2)).fingerprint !== before.fingerprint);
    await viewer.pane(1).click();
    await viewer.changed('the maximum is drawn', () => viewer.key('o'), 1);
    await viewer.pane(1).getByText('MIP 10 mm').waitFor();
    await viewer.changed('of a thicker slab', () => page.getByTestId('thickness').selectOption('40'), 1);
    await page.screenshot({ path: new URL('./screens/viewer-mpr.png', import.meta.url).pathname });
    await viewer.key('d');
    await viewer.pane(1).waitFor({ state: 'detached' });
    await viewer.shown(0);
    assertEqual(await viewer.told('plane', 0), null, 'the plane, back at the images');
  });

  await suite.step('a series that is no volume is refused with its reason (STU-41)', async () => {
    await only.open(heart);
    await viewer.key('d');
    await page.getByTestId('no-volume').waitFor();
    assertEqual(await page.getByTestId('no-volume').getAttribute('data-reason'), 'colour', 'the reason');
    await page.getByTestId('no-volume').getByRole('button', { name: 'Close' }).click();
  });

  await suite.step(
    'an earlier study of the patient beside the open one, with its date (STU-42)',
    async () => {
      await only.open(breast);
      await page.getByText('Earlier studies').waitFor();
      const before = await viewer.told('series', 0);
      const { study, prior, lastOfPrior } = await studyAndPrior(server, breast);
      // The answer for the last image waits until the right to the prior has ended.
      const ending = withResolvers();
      const isLast = new RegExp(`/instances/${lastOfPrior}/frames/`);
      await page.route(isLast, async (route) => {
        await ending.promise;
        await route.fulfill({ status: 404, body: '' });
      });
      await viewer.key('u');
      await viewer.shown(1);
      assertEqual(
        await viewer.pane(1).getByTestId('prior-date').innerText(),
        `Prior: ${shownDate(prior)}`,
        'the date of the prior',
      );
      assertEqual(
        await viewer.pane(0).getByTestId('study-date').innerText(),
        shownDate(study),
        'the date of the study',
      );
      assert((await viewer.told('series', 1)) !== before, 'the prior has a series of its own');
      const tiles = await page.getByTestId('series-tile').count();
      assert(tiles > 4, `${tiles} tiles with those of the prior`);
      assert((await viewer.canvas(1)).levels > 40, 'the prior is drawn');
      await page.screenshot({ path: new URL('./screens/viewer-prior.png', import.meta.url).pathname });
      // The right to the prior ends: it goes, the open study stays.
      visitor.expectRefusals(404);
      await viewer.pane(1).click();
      await page.getByTestId('series-tile').last().click();
      ending.resolve();
      await page.getByText('Could not be opened').waitFor();
      await until('the prior is off the screen', async () => (await viewer.told('prior', 1)) === null);
      await page.unroute(isLast);
      assertEqual(await viewer.told('series', 0), before, 'the open study');
      await viewer.shown(0);
    },
  );

  await suite.step('on a phone: one finger scrolls or windows, two zoom and move (STU-41)', async () => {
    const phone = await Visitor.open(browser, server.url, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    });
    await phone.signIn(server.signIn('radiologist@riverside.example'));
    const small = new ViewerPage(phone.page);
    await small.open(knee);
    const devtools = await phone.context.newCDPSession(phone.page);
    const touch = (type, points) =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: points.map(([x, y], id) => ({ x, y, id })),
      });
    const gesture = async (steps) => {
      await touch('touchStart', steps[0]);
      for (const points of steps.slice(1)) await touch('touchMove', points);
      await touch('touchEnd', []);
    };
    const down = Array.from({ length: 10 }, (_, step) => [[195, 300 + step * 20]]);
    await gesture(down);
    await small.is('rendered-image', /^([3-9]|\d\d)$/);
    const image = await small.told('rendered-image');
    const zoom = await small.pane().getByText(/^Zoom/).innerText();
    await gesture(
      Array.from({ length: 7 }, (_, step) => [
        [150 - step * 10, 400],
        [240 + step * 10, 400],
      ]),
    );
    await until('two fingers zoom', async () => (await small.pane().getByText(/^Zoom/).innerText()) !== zoom);
    assertEqual(await small.told('rendered-image'), image, 'the image while zooming');
    const window = await small.told('window-width');
    await phone.page.getByTestId('tool-window').tap();
    await gesture(Array.from({ length: 10 }, (_, step) => [[100 + step * 15, 400]]));
    await until('one finger windows', async () => (await small.told('window-width')) !== window);
    assertEqual(await small.told('rendered-image'), image, 'the image while windowing');
    await phone.page.getByTestId('series-toggle').tap();
    await phone.page.screenshot({ path: new URL('./screens/viewer-phone.png', import.meta.url).pathname });
    await phone.page.getByTestId('series-tile').nth(2).tap();
    await small.is('image-count', 20);
    await small.shown();
    const [bar, pane] = await Promise.all([
      phone.page.getByTestId('toolbar').boundingBox(),
      small.pane().boundingBox(),
    ]);
    assert(bar.y >= pane.y + pane.height, 'the tools lie under the image');
    await phone.page.getByTestId('presets').tap();
    await phone.page.getByTestId('preset-auto').tap();
    await phone.page.screenshot({ path: new URL('./screens/viewer-phone-2.png', import.meta.url).pathname });
    await small.noProblems(phone);
    await phone.close();
  });

  await suite.step('the help sheet names every key (STU-41)', async () => {
    await viewer.key('?');
    const sheet = page.getByTestId('help-sheet');
    for (const words of ['Cobb angle', 'Value of a pixel', 'Rotate right', 'Play slower'])
      await sheet.getByText(words, { exact: true }).waitFor();
    await page.keyboard.press('Escape');
  });

  await suite.step('nothing went wrong in the pages, and nobody else was asked (GEN-4, SEC-4)', async () => {
    await viewer.noProblems(visitor);
  });
}
