// The whole interface in four languages (GEN-8): the browser's language first, the chooser before sign-in, the person's own
// after it; ten screens in each, on a phone and a desk, without a key, an English sentence or a line that is too long.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Visitor } from './lib/browser.mjs';
import { axe, screens as folder, settled, sidewaysScroll } from './lib/look.mjs';
import { assert, assertEqual } from './lib/suite.mjs';

const packages = fileURLToPath(new URL('../packages', import.meta.url));
const languages = { en: 'en-GB', nl: 'nl-BE', fr: 'fr-FR', de: 'de-DE' };
const names = { en: 'English', nl: 'Nederlands', fr: 'Français', de: 'Deutsch' };
const widths = { 390: 844, 1366: 768 };

// "studies:columns.patient" -> its words.
function wordsOf(language) {
  const all = new Map();
  const gather = (tree, before) => {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value === 'string') all.set(before + key, value);
      else gather(value, `${before}${key}.`);
    }
  };
  const read = (file, namespace) => gather(JSON.parse(readFileSync(file, 'utf8')), `${namespace}:`);
  const place = path.join(packages, 'i18n/locales', language);
  for (const file of readdirSync(place)) read(path.join(place, file), file.replace('.json', ''));
  read(path.join(packages, `viewer/src/locales/${language}.json`), 'viewer');
  return all;
}
const words = Object.fromEntries(Object.keys(languages).map((language) => [language, wordsOf(language)]));

// English that has another translation and is nobody's word in the language itself. The ready-made roles of the
// demonstration were made in English: their names are the department's.
function englishIn(language) {
  const own = new Set(words[language].values());
  const roles = new Set(
    [...words.en].filter(([key]) => key.startsWith('permissions:templates.')).map(([, text]) => text),
  );
  return [...words.en.values()].filter(
    (text) => text.length > 3 && !/[{]/.test(text) && !own.has(text) && !roles.has(text),
  );
}
const keys = new Set(
  [...words.en.keys()].map((key) => key.slice(key.indexOf(':') + 1)).filter((key) => key.includes('.')),
);

// What a person reads or hears on the page: keys instead of words, arguments that nobody filled in, English.
async function wordFaults(page, language) {
  const seen = await page.evaluate(() => {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement?.closest('script, style'))
        texts.push(walker.currentNode.data.trim());
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        texts.push(element.getAttribute(name)?.trim() ?? '');
    }
    return [...new Set(texts.filter(Boolean)), document.title.replace(/ – Portico$/, '')];
  });
  const english = new Set(language === 'en' ? [] : englishIn(language));
  return seen.flatMap((text) => {
    if (keys.has(text) || /^[a-z-]+:[a-z]+\.[\w.]+$/i.test(text)) return [`a key: ${text}`];
    if (/\{\w+[},]/.test(text)) return [`not filled in: ${text}`];
    return english.has(text) ? [`English: ${text}`] : [];
  });
}

// Labels that do not fit where they stand, their end is cut off; and the viewer's tools on a desk, all of them at hand.
const cutOff = (page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        '.mantine-Button-label, .mantine-Badge-label, .mantine-NavLink-label, .mantine-Tabs-tabLabel, .mantine-SegmentedControl-innerLabel, .mantine-Menu-itemLabel, [role="columnheader"] [class*="name"] > span:first-child',
      ),
    ]
      .filter((one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
      .map((one) => `cut off: ${one.textContent}`)
      .concat(
        [...document.querySelectorAll('.pv-toolbar')]
          .filter((one) => window.innerWidth > 1000 && one.scrollWidth > one.clientWidth)
          .map((one) => `the tools are ${one.scrollWidth} px wide in ${one.clientWidth}`),
      ),
  );

const rows = (page) => page.locator('[role="row"][data-index="0"], tbody tr').first().waitFor();
const firstStudy = async (page) => {
  await page.locator('[data-index="0"]').waitFor();
  await page.locator('[data-index="1"]').waitFor({ state: 'detached' });
  await page.locator('[data-index="0"]').getByRole('link').first().click();
  await page.waitForURL(/\/studies\/[^?]+$/);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
};
const dialog = (page) => page.getByRole('dialog').first().waitFor();

const before = [
  ['sign-in', '/sign-in', (page) => page.getByRole('textbox').first().waitFor()],
  ['register', '/register', (page) => page.getByRole('textbox').nth(3).waitFor()],
  [
    'register-errors',
    '/register',
    async (page) => {
      await page.locator('button[type="submit"]').click();
      await page.getByRole('alert').first().waitFor();
    },
  ],
  ['help', '/help', (page) => page.getByRole('heading', { level: 2 }).nth(3).waitFor()],
];

const staff = [
  ['studies', '/studies', rows],
  ['study', '/studies?q=004187', firstStudy],
  [
    'access',
    '/studies?q=004151',
    async (page, say) => {
      await page.locator('[data-index="1"]').waitFor({ state: 'detached' });
      await page.locator('[data-index="0"] button[aria-haspopup="menu"]').click();
      await page.getByRole('menuitem', { name: say('studies:manageAccess') }).click();
      await dialog(page);
    },
  ],
  ['validation', '/validation', (page) => page.getByRole('link', { name: 'Silva, Marta' }).waitFor()],
  [
    'validation-case',
    '/validation',
    async (page) => {
      await page.getByRole('link', { name: 'Silva, Marta' }).click();
      await page.getByRole('tab').first().waitFor();
    },
  ],
  ['upload', '/upload', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
  [
    'access-control',
    '/admin/access-control',
    (page) => page.getByRole('link', { name: 'Dr Ann Peeters' }).waitFor(),
  ],
  [
    'access-link',
    '/admin/access-control',
    async (page) => {
      await page.getByRole('link', { name: 'Dr Ann Peeters' }).click();
      await page.getByRole('checkbox').first().waitFor();
    },
  ],
  [
    'role',
    '/admin/roles',
    async (page) => {
      await page.getByRole('button', { name: 'Radiologist', exact: true }).click();
      await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
    },
  ],
  [
    'nodes-add',
    '/admin/integrations/nodes',
    async (page, say) => {
      await page.getByRole('button', { name: say('admin:nodes.add') }).click();
      await dialog(page);
    },
  ],
  ['audit', '/admin/audit', rows],
  ['general', '/admin/general', (page) => page.getByRole('textbox').first().waitFor()],
  ['profile-display', '/profile/display', (page) => page.getByRole('combobox').first().waitFor()],
];

const clinician = [
  ['clinician-studies', '/studies', rows],
  ['directory', '/directory', (page) => page.getByRole('article').nth(1).waitFor()],
  [
    'viewer',
    '/studies?q=004187',
    async (page, say) => {
      await firstStudy(page);
      await page.getByRole('link', { name: say('studies:openImagesHere') }).click();
      await page.waitForFunction(
        () => Number(document.querySelector('[data-testid="viewport-0"]')?.dataset.renderedImage) > 0,
      );
    },
  ],
  [
    'viewer-help',
    '/studies?q=004187',
    async (page, say) => {
      await firstStudy(page);
      await page.getByRole('link', { name: say('studies:openImagesHere') }).click();
      await page.getByTestId('help').click();
      await page.getByTestId('help-sheet').waitFor({ state: 'visible' });
    },
  ],
];

export default async function languagesWalk({ suite, server, browser, only, pictures }) {
  const walk = async (visitor, list, language) => {
    const { page } = visitor;
    const say = (key) => words[language].get(key);
    for (const [name, address, reach] of list) {
      if (!only.test(name)) continue;
      await suite.check(`${name} in ${language}: its words, axe, width, lang (GEN-8, GEN-9)`, async () => {
        const wrong = [];
        for (const [width, height] of Object.entries(widths)) {
          await page.setViewportSize({ width: Number(width), height });
          // On the desk the same page is looked at, grown.
          if (width === '390') {
            await page.goto(address);
            await reach(page, say);
          }
          await settled(page);
          const found = [
            ...(await wordFaults(page, language)),
            ...(await cutOff(page)),
            ...(width === '390' ? await axe(page) : []).map((one) => `axe: ${one}`),
          ];
          assertEqual(
            await page.evaluate(() => document.documentElement.lang),
            language,
            'the language of the page',
          );
          if (pictures) {
            await page.screenshot({
              path: path.join(folder, `${language}-${name}-${width}.png`),
              fullPage: true,
            });
          }
          const sideways = await sidewaysScroll(page, Number(width));
          if (sideways) found.push(`scrolls sideways: ${sideways}`);
          wrong.push(...found.map((one) => `${width} px: ${one}`));
        }
        wrong.push(...visitor.takeProblems());
        if (wrong.length > 0) throw new Error(wrong.join('\n'));
      });
    }
  };

  for (const [language, locale] of Object.entries(languages)) {
    const visitor = await Visitor.open(browser, server.url, { locale });
    visitor.expectRefusals(401, 422);
    await walk(visitor, before, language);
    await visitor.close();
  }

  await suite.check('the chooser before sign-in changes the page at once and is kept (GEN-8)', async () => {
    const visitor = await Visitor.open(browser, server.url, { locale: 'nl-BE' });
    const { page } = visitor;
    await page.goto('/sign-in');
    await page.getByRole('combobox', { name: words.nl.get('account:fields.language') }).selectOption('fr');
    await page.getByRole('heading', { name: words.fr.get('account:signIn.title') }).waitFor();
    assertEqual(await page.evaluate(() => document.documentElement.lang), 'fr', 'the language of the page');
    await page.reload();
    await page.getByRole('heading', { name: words.fr.get('account:signIn.title') }).waitFor();
    await visitor.close();
  });

  // The browser speaks English; the person does not.
  const asPerson = async (who, list) => {
    const visitor = await Visitor.open(browser, server.url);
    const { page } = visitor;
    const speak = async (language, from) => {
      await page.goto('/profile/details');
      await page
        .getByLabel(words[from].get('account:fields.language'), { exact: true })
        .selectOption(language);
      await page.getByRole('button', { name: words[from].get('common:actions.save'), exact: true }).click();
      await page
        .getByRole('heading', { level: 1, name: words[language].get('account:profile.title') })
        .waitFor();
      await page
        .getByRole('button', { name: words[language].get('common:actions.save'), exact: true })
        .waitFor();
      await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
    };
    await visitor.signIn(server.signIn(who));
    let current = 'en';
    try {
      for (const language of ['nl', 'fr', 'de', 'en']) {
        const held = await suite.check(`${who} chooses ${names[language]} (GEN-8)`, async () => {
          await speak(language, current);
          current = language;
          const [row] = await server.sql(`SELECT language FROM users WHERE email = '${who}'`);
          assertEqual(row.language, language, 'what is stored');
          await page.evaluate(() => localStorage.clear());
          await page.reload();
          await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
          assert((await wordFaults(page, language)).length === 0, 'words in another language');
        });
        // Every screen in English is looked at by the walk of the screens.
        if (held && language !== 'en') await walk(visitor, list, language);
      }
    } finally {
      // Those who come after speak English.
      if (current !== 'en') await speak('en', current).catch(() => undefined);
      await visitor.close();
    }
  };
  await asPerson('admin@riverside.example', staff);
  await asPerson('ann.peeters@practice.example', clinician);
}
