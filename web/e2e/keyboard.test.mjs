// Without a mouse: sign-in, the study list, the access dialogue (GEN-9, CLA-7, CLA-22).
import { Visitor } from './lib/browser.mjs';
import { assert, assertEqual } from './lib/suite.mjs';

// Presses Tab until the wanted thing has the focus; says where it went when it never arrives.
async function tabTo(page, wanted, { key = 'Tab', most = 60 } = {}) {
  const passed = [];
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press(key);
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      await visiblyFocused(page);
      return;
    }
    passed.push(
      await page.evaluate(
        () =>
          document.activeElement?.getAttribute('aria-label') ??
          document.activeElement?.textContent?.slice(0, 30),
      ),
    );
  }
  throw new Error(`${wanted} is not reached by ${key}; the focus went ${passed.join(' → ')}`);
}

// The focus can be seen: an outline, a shadow or a border that the same thing has not without it.
async function visiblyFocused(page) {
  const seen = await page.evaluate(() => {
    const focused = document.activeElement;
    const look = (element) => {
      // A border that is still changing its colour has its last one at once.
      document.getAnimations().forEach((one) => one.finish());
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(element);
      return `${outlineStyle} ${outlineWidth} ${boxShadow} ${borderColor}`;
    };
    // Some controls show it on what stands for them: the row of an input, the box beside a hidden checkbox.
    const shown = [focused, focused.nextElementSibling, focused.parentElement].filter(Boolean);
    const withFocus = shown.map(look);
    focused.blur();
    const without = shown.map(look);
    focused.focus({ focusVisible: true });
    return withFocus.some((one, index) => one !== without[index]);
  });
  assert(seen, 'the focus cannot be seen');
}

const focusedRow = (page) => page.evaluate(() => document.activeElement?.getAttribute('data-index') ?? null);

export default async function keyboard({ suite, server, browser }) {
  const visitor = await Visitor.open(browser, server.url);
  const { page } = visitor;
  const admin = server.signIn('admin@riverside.example');
  const guest = 'Dr Ben Claes';
  // Nobody of the clinicians sees it.
  const released = '003990';
  const { keyboard } = page;
  const row = (index) => page.locator(`[role="row"][data-index="${index}"]`);

  await suite.step('sign-in by keyboard; the first key leads past the menu (GEN-9, ACC-20)', async () => {
    await page.goto('/sign-in');
    const email = page.getByLabel('E-mail');
    await email.waitFor();
    await email.evaluate((element) => {
      if (element !== document.activeElement) throw new Error('the first field has no focus');
    });
    await keyboard.type(admin.email);
    await tabTo(page, page.getByLabel('Password', { exact: true }));
    await keyboard.type(admin.password);
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Studies' }).waitFor();
    await page.reload();
    await row(2).waitFor();
    await keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to content' });
    assert(
      await skip.evaluate((element) => element === document.activeElement),
      'the first Tab is not "Skip to content"',
    );
    await keyboard.press('Enter');
    assertEqual(await page.evaluate(() => document.activeElement?.id), 'content', 'the focus after skipping');
  });

  await suite.step(
    'j and k move in the study list, x selects, Esc clears, ? tells the keys (CLA-22)',
    async () => {
      await keyboard.press('j');
      await page.waitForFunction(() => document.activeElement?.getAttribute('data-index') === '0');
      await visiblyFocused(page);
      await keyboard.press('j');
      await page.waitForFunction(() => document.activeElement?.getAttribute('data-index') === '1');
      await keyboard.press('k');
      await page.waitForFunction(() => document.activeElement?.getAttribute('data-index') === '0');
      await keyboard.press('k');
      assertEqual(await focusedRow(page), '0', 'the row after k on the first one');
      await keyboard.press('x');
      const bar = page.getByRole('region', { name: 'Selection' });
      await bar.getByText('One study selected').waitFor();
      await keyboard.press('j');
      await page.waitForFunction(() => document.activeElement?.getAttribute('data-index') === '1');
      await keyboard.press('x');
      await bar.getByText('2 studies selected').waitFor();
      await keyboard.press('x');
      await bar.getByText('One study selected').waitFor();
      await keyboard.press('Escape');
      await bar.waitFor({ state: 'detached' });
      await keyboard.press('?');
      const help = page.getByRole('dialog', { name: 'Keys in this list' });
      await help.waitFor();
      await keyboard.press('Escape');
      await help.waitFor({ state: 'detached' });
    },
  );

  await suite.step('letters typed into the search are text, not keys of the list', async () => {
    const search = page
      .getByRole('searchbox')
      .or(page.getByPlaceholder('Patient, ID, accession or description'))
      .first();
    await search.focus();
    await keyboard.type('xjk');
    assertEqual(await search.inputValue(), 'xjk', 'the search');
    await page.getByText('No study matches these filters.').waitFor();
    await keyboard.press('Control+a');
    await keyboard.press('Delete');
    await row(2).waitFor();
  });

  await suite.step('a column is made wider by keys, and is so after a reload (CLA-22, GEN-9)', async () => {
    const head = page.locator('[role="columnheader"][data-column="description"]');
    const width = () => head.evaluate((element) => element.offsetWidth);
    const before = await width();
    await page.getByRole('button', { name: 'Columns' }).focus();
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Description: wider' }));
    const saved = page.waitForResponse(
      (response) => response.url().endsWith('/me/preferences') && response.request().method() === 'PUT',
    );
    await keyboard.press('Enter');
    assertEqual((await saved).status(), 200, 'the answer to the wider column');
    const wider = await width();
    assert(wider > before, `the column is ${wider} px wide after ${before} px`);
    await page.reload();
    await row(2).waitFor();
    assertEqual(await width(), wider, 'the width after a reload');
    await page.getByRole('button', { name: 'Columns' }).focus();
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Back to the usual columns' }));
    await keyboard.press('Enter');
    await page.waitForFunction(
      (usual) =>
        document.querySelector('[role="columnheader"][data-column="description"]').offsetWidth === usual,
      before,
    );
    await keyboard.press('Escape');
    await page.getByRole('searchbox').focus();
  });

  await suite.step('a study is searched, reached by Tab and opened by Enter (CLA-22)', async () => {
    await keyboard.type(released);
    await row(0).filter({ hasText: released }).waitFor();
    await row(1).waitFor({ state: 'detached' });
    await tabTo(page, row(0));
    await keyboard.press('Enter');
    await page.waitForURL('**/studies/*');
    await page.getByRole('heading', { name: 'Why you see this study' }).waitFor();
  });

  await suite.step(
    'the access dialogue: opened, searched, granted, withdrawn and closed by keys alone (CLA-7, CLA-13)',
    async () => {
      const opener = page.getByRole('button', { name: 'Manage clinician access…' });
      await tabTo(page, opener);
      await keyboard.press('Enter');
      const drawer = page.getByRole('dialog', { name: 'Manage clinician access' });
      const search = drawer.getByLabel('Name, organisation or number of a clinician');
      await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'search');
      await keyboard.type('Claes');
      const key = drawer.getByRole('button', { name: `Grant access to ${guest}` });
      await key.waitFor();
      await drawer.getByText('Dr Ann Peeters').waitFor({ state: 'detached' });
      await tabTo(page, key);
      await keyboard.press('Enter');
      await drawer.getByText('Granted', { exact: true }).waitFor();

      await tabTo(page, drawer.getByRole('tab', { name: 'Grant' }), { key: 'Shift+Tab' });
      await keyboard.press('ArrowRight');
      const withdraw = drawer.getByRole('button', { name: `Withdraw access for ${guest}` });
      await withdraw.waitFor();
      await tabTo(page, withdraw);
      await keyboard.press('Enter');
      const confirm = page.getByRole('dialog', { name: 'Withdraw access?' });
      await confirm.waitFor();
      await tabTo(page, confirm.getByRole('button', { name: `Withdraw access for ${guest}` }));
      await keyboard.press('Enter');
      await confirm.waitFor({ state: 'detached' });
      await withdraw.waitFor({ state: 'detached' });
      await keyboard.press('Escape');
      await search.waitFor({ state: 'detached' });
      await drawer.waitFor({ state: 'detached' });
      await page.waitForFunction(() =>
        document.activeElement?.textContent?.includes('Manage clinician access'),
      );
    },
  );

  await suite.step('the viewer by its keys: scroll, window, help (STU-41)', async () => {
    await page.goto('/studies?q=004187');
    await row(0).waitFor();
    await keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-index'));
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('link', { name: 'Open in this tab' }));
    await keyboard.press('Enter');
    const shown = (image) =>
      page.waitForFunction(
        (wanted) => document.querySelector('[data-testid="viewport-0"]')?.dataset.renderedImage === wanted,
        String(image),
      );
    await page.waitForFunction(
      () => Number(document.querySelector('[data-testid="viewport-0"]')?.dataset.renderedImage) > 0,
    );
    await keyboard.press('Home');
    await shown(1);
    await keyboard.press('ArrowDown');
    await shown(2);
    await keyboard.press('3');
    await page.waitForFunction(
      () => document.querySelector('[data-testid="viewport-0"]')?.dataset.windowWidth === '2000',
    );
    await keyboard.press('?');
    const sheet = page.getByTestId('help-sheet');
    await sheet.waitFor({ state: 'visible' });
    await keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  });

  await suite.step('nothing went wrong in the pages (GEN-4)', async () => {
    assertEqual(visitor.takeProblems(), [], 'problems');
  });
}
