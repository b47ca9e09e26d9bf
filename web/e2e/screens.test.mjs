// Every screen of the demonstration: pictures in six forms, axe, the console, other origins, 360 px (GEN-9, SEC-4).
import { menu, Visitor } from './lib/browser.mjs';
import { look, settled } from './lib/look.mjs';
import { until } from './lib/suite.mjs';

const text = (page, words) => page.getByText(words).first().waitFor();
const heading = (page, name) => page.getByRole('heading', { name }).first().waitFor();
const dialog = (page) => page.getByRole('dialog').first();
const rows = (page) => page.locator('[role="row"][data-index="0"], tbody tr').first().waitFor();
const button = (page, name) => page.getByRole('button', { name }).first();

// A screen: its name, its address, what one does to get to the state that is looked at; the widths in which it exists, and
// whether it has to be reached afresh (`afresh`) in each.
const nobody = [
  ['sign-in', '/sign-in', (page) => text(page, 'This is a demonstration')],
  [
    'sign-in-refused',
    '/sign-in',
    async (page) => {
      await page.getByLabel('E-mail').fill('nobody@practice.example');
      await page.getByLabel('Password', { exact: true }).fill('not-the-password');
      await button(page, 'Sign in').click();
      await page
        .getByRole('alert')
        .filter({ hasText: /wrong|not|unknown/i })
        .first()
        .waitFor();
    },
  ],
  ['register', '/register', (page) => text(page, 'Professional numbers')],
  [
    'register-errors',
    '/register',
    async (page) => {
      await button(page, /^Register$/).click();
      await text(page, 'need your attention');
    },
  ],
  ['register-confirm', '/register/confirm#abc', (page) => button(page, 'Confirm my address').waitFor()],
  ['about', '/about', (page) => text(page, 'Every look is on record')],
  ['help', '/help'],
  ['demo-messages', '/demo/messages', (page) => heading(page, 'Demonstration messages')],
];

// The list shows one study only.
const openFirst = async (page) => {
  await page.locator('[data-index="0"]').waitFor();
  await page.locator('[data-index="1"]').waitFor({ state: 'detached' });
  await page.locator('[data-index="0"]').getByRole('link').first().click();
};
const openFirstStudy = async (page) => {
  await openFirst(page);
  await heading(page, 'Why you see this study');
};

const owner = [
  ['studies', '/studies', rows],
  [
    'studies-selected',
    '/studies',
    async (page) => {
      await rows(page);
      for (const index of [0, 2]) await page.locator(`[data-index="${index}"]`).getByRole('checkbox').check();
      await text(page, '2 studies selected');
    },
  ],
  [
    'studies-columns',
    '/studies',
    async (page) => {
      await rows(page);
      await button(page, 'Columns').click();
      await text(page, 'Back to the usual columns');
    },
    { widths: [1366, 1920], afresh: true },
  ],
  [
    'studies-row-menu',
    '/studies',
    async (page) => {
      await button(page, /^Actions for the study/).click();
      await page.getByRole('menuitem').first().waitFor();
    },
    { afresh: true },
  ],
  [
    'studies-send',
    '/studies?q=004151',
    async (page) => {
      await button(page, /^Actions for the study/).click();
      await page.getByRole('menuitem', { name: /Send to another system/ }).click();
      await dialog(page).getByText('Sent before').waitFor();
    },
    { afresh: true },
  ],
  [
    'studies-keys',
    '/studies',
    async (page) => {
      await button(page, 'Keys').click();
      await dialog(page).waitFor();
    },
    { widths: [1366, 1920] },
  ],
  ['studies-none-match', '/studies?q=nothing-is-called-so', (page) => text(page, 'No study matches')],
  ['study', '/studies?q=004187', openFirstStudy],
  [
    'study-access-grant',
    '/studies?q=004187',
    async (page) => {
      await openFirstStudy(page);
      await button(page, 'Manage clinician access').click();
      await dialog(page).getByText('Dr Ben Claes').first().waitFor();
    },
  ],
  [
    'study-access-current',
    '/studies?q=004151',
    async (page) => {
      await button(page, /^Actions for the study/).click();
      await page.getByRole('menuitem', { name: /Manage clinician access/ }).click();
      await dialog(page).getByRole('tab', { name: 'Current Access' }).click();
      await dialog(page).getByText('Dr Ben Claes').first().waitFor();
    },
  ],
  ['validation', '/validation', (page) => text(page, 'Accession number is missing')],
  ...[
    ['case', null],
    ['case-existing', 'Choose patient'],
    ['case-new', 'New patient'],
  ].map(([name, tab]) => [
    `validation-${name}`,
    '/validation',
    async (page) => {
      await page.getByRole('link', { name: 'Silva, Marta' }).click();
      await heading(page, 'Side by side');
      if (tab) await page.getByRole('tab', { name: tab }).click();
    },
  ]),
  [
    'validation-reject',
    '/validation',
    async (page) => {
      await page.getByRole('link', { name: 'Silva, Marta' }).click();
      await button(page, /^Reject$/).click();
      await dialog(page).waitFor();
    },
  ],
  ['users', '/admin/users', (page) => text(page, 'Thomas Verbeke')],
  [
    'users-add',
    '/admin/users',
    async (page) => {
      await button(page, 'Add user').click();
      await dialog(page).waitFor();
    },
  ],
  ['roles', '/admin/roles', (page) => text(page, 'Radiologist')],
  [
    'roles-edit',
    '/admin/roles',
    async (page) => {
      await button(page, /^Radiologist$/).click();
      await dialog(page).getByRole('checkbox').first().waitFor();
    },
  ],
  ['clinician-roles', '/admin/clinician-roles', (page) => text(page, 'Attending physician')],
  ['clinician-portal', '/admin/clinician-portal', (page) => text(page, 'History window')],
  ['access-control', '/admin/access-control', (page) => text(page, 'Dr Chloe Martin')],
  [
    'access-control-request',
    '/admin/access-control',
    async (page) => {
      await page.getByRole('link', { name: 'Dr Chloe Martin' }).click();
      await text(page, 'stroke unit');
    },
  ],
  [
    'access-control-allowed',
    '/admin/access-control',
    async (page) => {
      await page.getByRole('link', { name: 'Dr Ann Peeters' }).click();
      await text(page, 'Confirm professional numbers');
      await button(page, /^History/).click();
    },
  ],
  ['referrers', '/admin/referrers', (page) => button(page, /^Link to clinician: /).waitFor()],
  ['nodes', '/admin/integrations/nodes', (page) => heading(page, 'DICOM nodes')],
  [
    'nodes-add',
    '/admin/integrations/nodes',
    async (page) => {
      await button(page, 'Register a node').click();
      await dialog(page).waitFor();
    },
  ],
  ['servers', '/admin/integrations/dicomweb', (page) => text(page, 'No DICOMweb server is known yet')],
  [
    'servers-add',
    '/admin/integrations/dicomweb',
    async (page) => {
      await button(page, 'Add a server').click();
      await dialog(page).getByLabel('How Portico signs in there').selectOption('basic');
      await dialog(page).getByLabel('User name', { exact: true }).waitFor();
    },
  ],
  ['rules', '/admin/integrations/pull-rules', (page) => text(page, 'Studies can be pulled by themselves')],
  ['pull', '/pull', (page) => text(page, 'No other archive is set up')],
  ['api-keys', '/admin/api-keys', (page) => heading(page, 'API keys')],
  [
    'api-keys-create',
    '/admin/api-keys',
    async (page) => {
      await button(page, 'Create API key').click();
      await dialog(page).waitFor();
    },
  ],
  ['audit', '/admin/audit', rows],
  [
    'audit-entry',
    '/admin/audit',
    async (page) => {
      await rows(page);
      await page.locator('tbody tr').first().getByRole('button').click();
      await text(page, 'Chain');
    },
  ],
  ['messages', '/admin/messages', (page) => text(page, 'Text messages in')],
  [
    'message-texts',
    '/admin/messages',
    async (page) => {
      await page.getByRole('tab', { name: 'Texts' }).click();
      await text(page, 'How every message looks');
    },
  ],
  ['general', '/admin/general', (page) => text(page, 'Quiet time')],
  ...['details', 'password', 'sessions', 'history', 'display'].map((tab) => [
    `profile-${tab}`,
    `/profile/${tab}`,
    (page) => heading(page, 'Profile'),
  ]),
  ['not-found', '/there-is-no-such-page', (page) => heading(page, 'Nothing here')],
];

const technologist = [['not-permitted', '/admin/users', (page) => heading(page, 'Not for your account')]];

// Opens the images of the only study in the list, in the same tab.
const viewer = async (page) => {
  await openFirst(page);
  await page.getByRole('link', { name: 'Open in this tab' }).click();
  await shown(page);
};
const shown = (page) =>
  page.waitForFunction(
    () =>
      Number(document.querySelector('[data-testid="viewport-0"]')?.dataset.renderedImage) > 0 &&
      [...document.querySelectorAll('[data-testid="series-tile"]')].every((tile) =>
        tile.querySelector('[data-testid="thumbnail"]'),
      ),
  );

const clinician = [
  ['clinician-studies', '/studies', rows],
  ['clinician-study', '/studies?q=004187', openFirstStudy],
  ['clinician-directory', '/directory', (page) => page.getByRole('article').nth(1).waitFor()],
  [
    'clinician-directory-request',
    '/directory',
    async (page) => {
      await button(page, 'Request access').click();
      await dialog(page).waitFor();
    },
  ],
  ['viewer-ct', '/studies?q=004187', viewer],
  [
    'viewer-layout',
    '/studies?q=004187',
    async (page) => {
      await viewer(page);
      await page.getByTestId('layout').click();
      await page.getByTestId('layout-1x2').click();
      await page.getByTestId('viewport-1').waitFor();
    },
  ],
  [
    'viewer-presets',
    '/studies?q=004187',
    async (page) => {
      await viewer(page);
      await page.getByTestId('presets').click();
      await page.getByTestId('preset-bone').waitFor({ state: 'visible' });
    },
    { afresh: true },
  ],
  [
    'viewer-help',
    '/studies?q=004187',
    async (page) => {
      await viewer(page);
      await page.getByTestId('help').click();
      await page.getByTestId('help-sheet').waitFor({ state: 'visible' });
    },
  ],
];

const radiologist = [
  ['viewer-mr', '/studies?q=004151', viewer],
  ['viewer-mammogram', '/studies?q=004055', viewer],
  ['viewer-us', '/studies?q=004098', viewer],
  ['viewer-hand', '/studies?q=003816', viewer],
  ['viewer-thorax', '/studies?q=004169', viewer],
];

const waiting = [
  ['clinician-no-studies', '/studies', (page) => text(page, 'You can see no studies yet')],
  ['clinician-directory-requested', '/directory', (page) => button(page, 'Withdraw request').waitFor()],
];
const declined = [
  ['clinician-directory-declined', '/directory', (page) => text(page, 'We do not know of any patient')],
];

export default async function screens({ suite, server, browser, only, pictures }) {
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
  });

  const walk = async (who, list, refusals) => {
    if (list.length === 0) return;
    const visitor = await Visitor.open(browser, server.url);
    visitor.expectRefusals(...refusals);
    if (who) await visitor.signIn(server.signIn(who));
    for (const [name, address, reach, { widths, afresh = false } = {}] of list) {
      const go = async () => {
        await visitor.page.goto(address);
        await reach?.(visitor.page);
        await settled(visitor.page);
      };
      await suite.check(
        `${name}: axe, light and dark, quiet console, own origin only, 360 px (GEN-9, SEC-4)`,
        async () => {
          await go();
          const wrong = await look(visitor.page, name, {
            themes: name.startsWith('viewer-') ? ['dark'] : ['light', 'dark'],
            quick: !pictures,
            widths,
            again: afresh ? go : undefined,
          });
          wrong.push(...visitor.takeProblems());
          if (wrong.length > 0) throw new Error(wrong.join('\n'));
        },
      );
    }
    await visitor.close();
  };

  // Two browsers at a time: most of a screen's time is waiting.
  const tour = async (who, all, { refusals = [] } = {}) => {
    const list = all.filter(([name]) => only.test(name));
    const lane = (number) =>
      walk(
        who,
        list.filter((_, index) => index % 2 === number),
        refusals,
      );
    await Promise.all([lane(0), lane(1)]);
  };

  await tour(null, nobody, { refusals: [401] });
  await tour('admin@riverside.example', owner);
  await tour('technologist@riverside.example', technologist);
  await tour('ann.peeters@practice.example', clinician);
  await tour('radiologist@riverside.example', radiologist);
  await tour('chloe.martin@clinic.example', waiting);
  await tour('david.lambert@dental.example', declined);

  if (!only.test('phone')) return;
  await suite.check('menu, filters and drawer on a phone (GEN-9)', async () => {
    const visitor = await Visitor.open(browser, server.url, { viewport: { width: 390, height: 844 } });
    await visitor.signIn(server.signIn('admin@riverside.example'));
    const { page } = visitor;
    await rows(page);
    await button(page, /^Filters/).click();
    await dialog(page).waitFor();
    const wrong = await look(page, 'phone-filters', { quick: !pictures, widths: [390] });
    await page.keyboard.press('Escape');
    await button(page, 'Open menu').click();
    await menu(page, 'Audit logs').last().waitFor();
    wrong.push(
      ...(await look(page, 'phone-menu', { quick: !pictures, widths: [390] })),
      ...visitor.takeProblems(),
    );
    await visitor.close();
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  });
}
