// Annotations and key images in the viewer: kept, published, exported (STU-42).
import { Visitor } from './lib/browser.mjs';
import { axe } from './lib/look.mjs';
import { assert, assertEqual, until } from './lib/suite.mjs';
import { ViewerPage } from './lib/viewer.mjs';

const knee = '004151';

export default async function annotationsWalk({ suite, server, browser }) {
  const open = async (who, options) => {
    const visitor = await Visitor.open(browser, server.url, options);
    await visitor.signIn(server.signIn(who));
    return { visitor, page: visitor.page, viewer: new ViewerPage(visitor.page) };
  };
  const marks = (page) => page.getByTestId('viewer').getAttribute('data-marks');
  const saved = (page) => until('everything is saved', async () => (await marks(page)) === 'saved');
  // The menu of annotations, then one of its entries.
  const choose = async (page, entry) => {
    await page.getByTestId('marks').click();
    await page.getByTestId(entry).click();
  };
  const notice = async (page, name) => {
    await until(`the notice says ${name}`, async () => {
      const bar = page.getByTestId('marks-notice');
      return (await bar.count()) === 1 && (await bar.getAttribute('data-notice')) === name;
    });
    await page.getByTestId('marks-notice').getByRole('button').click();
  };
  const drawn = ({ viewer }) => viewer.reads(/([\d.]+) mm(?!²)/);
  const nothingDrawn = ({ viewer }) =>
    until('nothing is drawn', async () => (await viewer.words()).length === 0);

  let radiologist;
  let length;
  await suite.step('a length is there again after a reload (STU-42)', async () => {
    await until(
      "the demonstration's studies are ready",
      async () => {
        const [row] = await server.sql(
          "SELECT count(*) AS waiting FROM study WHERE state NOT IN ('ready', 'queued', 'rejected')",
        );
        return row.waiting === 0;
      },
      90_000,
    );
    radiologist = await open('radiologist@riverside.example');
    const { page, viewer } = radiologist;
    await viewer.open(knee);
    await saved(page);
    await viewer.pane().focus();
    await viewer.key('Home', 'ArrowDown', 'l');
    await viewer.is('rendered-image', 2);
    await viewer.drag([
      [0.4, 0.5],
      [0.6, 0.5],
    ]);
    await drawn(radiologist);
    await until('it is kept', async () => {
      const [row] = await server.sql('SELECT body FROM study_annotation ORDER BY changed_at DESC LIMIT 1');
      return row?.body.includes('"length"') && (await marks(page)) === 'saved';
    });
    [, length] = await drawn(radiologist);
    await page.reload();
    await viewer.shown();
    await saved(page);
    await viewer.key('Home', 'ArrowDown');
    await viewer.is('rendered-image', 2);
    assertEqual((await drawn(radiologist))[1], length, 'the length after the reload');
    return `${length} mm`;
  });

  await suite.step('a key image is marked by its key, listed, and jumped to (STU-42)', async () => {
    const { page, viewer } = radiologist;
    await viewer.key('j');
    await viewer.pane().getByTestId('key-image').waitFor();
    assertEqual(await page.getByTestId('star').getAttribute('aria-pressed'), 'true', 'the star');
    await page.getByTestId('tile-stars').waitFor();
    await viewer.key('End');
    await viewer.pane().getByTestId('key-image').waitFor({ state: 'detached' });
    await viewer.key('q', 'Enter');
    await viewer.is('rendered-image', 2);
    await viewer.pane().getByTestId('key-image').waitFor();
    await saved(page);
    await viewer.key('9');
    await page.getByTestId('marks-publish').waitFor();
    assertEqual((await axe(page)).join('\n'), '', 'axe with the menu open');
    await page.screenshot({ path: new URL('./screens/viewer-marks.png', import.meta.url).pathname });
    await page.keyboard.press('Escape');
  });

  let other;
  await suite.step('another person sees them only once they are published (STU-42)', async () => {
    other = await open('admin@riverside.example');
    await other.viewer.open(knee);
    await saved(other.page);
    await other.viewer.pane().focus();
    await other.viewer.key('Home', 'ArrowDown');
    await other.viewer.is('rendered-image', 2);
    await nothingDrawn(other);
    await choose(radiologist.page, 'marks-publish');
    await notice(radiologist.page, 'published');
    await other.page.reload();
    await other.viewer.shown();
    await saved(other.page);
    await other.viewer.key('Home', 'ArrowDown');
    await other.viewer.is('rendered-image', 2);
    const words = (await other.viewer.reads(/ mm \| (.+)/))[1];
    assert(words.length > 3, 'the author stands beside the length');
    await other.viewer.pane().getByTestId('key-image').waitFor();
    await choose(other.page, 'marks-of');
    await nothingDrawn(other);
    await choose(other.page, 'marks-of');
    await drawn(other);
    // Read-only: removing everything leaves what is another's.
    await other.page.getByTestId('measures').click();
    await other.page.getByTestId('clear').click();
    await drawn(other);
    return words;
  });

  await suite.step('two windows lose nothing of each other (STU-42)', async () => {
    const second = await open('radiologist@riverside.example');
    await second.viewer.open(knee);
    await saved(second.page);
    await second.viewer.pane().focus();
    await second.viewer.key('Home', 'ArrowDown');
    await second.viewer.is('rendered-image', 2);
    await second.viewer.key('j');
    await second.viewer.pane().getByTestId('key-image').waitFor({ state: 'detached' });
    await saved(second.page);
    await until('the mark is gone', async () => {
      const [row] = await server.sql('SELECT body FROM study_annotation ORDER BY changed_at DESC LIMIT 1');
      return JSON.parse(row.body).keyImages.length === 0;
    });
    radiologist.visitor.expectRefusals(412);
    await radiologist.viewer.key('Home');
    await radiologist.viewer.is('rendered-image', 1);
    await radiologist.viewer.key('j');
    await until('both changes are kept', async () => {
      const [row] = await server.sql('SELECT body FROM study_annotation ORDER BY changed_at DESC LIMIT 1');
      const { annotations, keyImages } = JSON.parse(row.body);
      return annotations.length === 1 && keyImages.length === 1;
    });
    await saved(radiologist.page);
    await second.visitor.context.close();
  });

  await suite.step('exports appear as series that the viewer shows (STU-42)', async () => {
    const { page, viewer } = radiologist;
    const before = await page.getByTestId('series-tile').count();
    await choose(page, 'store-measurements');
    await notice(page, 'stored');
    await choose(page, 'store-keyImages');
    await notice(page, 'stored');
    await until(
      'they are checked',
      async () => {
        const [row] = await server.sql(
          "SELECT count(*) AS there FROM series WHERE modality IN ('SR', 'KO') AND instance_count = 1 AND description IN ('Measurements', 'Key images')",
        );
        return row.there === 2;
      },
      120_000,
    );
    await page.reload();
    await viewer.shown();
    await until(
      'they are listed',
      async () => (await page.getByTestId('series-tile').count()) === before + 2,
    );
    await page.getByTestId('series-tile').filter({ hasText: 'Imaging Measurement' }).click();
    await page
      .getByText(new RegExp(`Length.*${length.split('.')[0]}`))
      .first()
      .waitFor();
    await page.screenshot({ path: new URL('./screens/viewer-export.png', import.meta.url).pathname });
    const [download] = await Promise.all([page.waitForEvent('download'), choose(page, 'file-measurements')]);
    assert(download.suggestedFilename().endsWith('.dcm'), 'the name of the file');
    await viewer.noProblems(radiologist.visitor);
  });

  await suite.step('on a phone key images are reached by touch (STU-42)', async () => {
    const phone = await open('radiologist@riverside.example', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    });
    await phone.viewer.open(knee);
    await saved(phone.page);
    // The image may be marked since an earlier step.
    const star = phone.page.getByTestId('star');
    if ((await star.getAttribute('aria-pressed')) === 'true') await star.tap();
    await until('it is not marked', async () => (await star.getAttribute('aria-pressed')) === 'false');
    await star.tap();
    await until('it is marked', async () => (await star.getAttribute('aria-pressed')) === 'true');
    await saved(phone.page);
    await phone.page.getByTestId('key-images').tap();
    const entries = phone.page.getByTestId('key-image-entry');
    await entries.first().waitFor();
    const box = await entries.first().boundingBox();
    assert(box.x >= 0 && box.x + box.width <= 390 && box.height >= 36, JSON.stringify(box));
    await phone.page.screenshot({
      path: new URL('./screens/viewer-marks-phone.png', import.meta.url).pathname,
    });
    await entries.first().tap();
    await phone.viewer.shown();
    await phone.visitor.context.close();
  });
}
