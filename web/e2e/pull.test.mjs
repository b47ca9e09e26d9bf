// Studies of another archive (Orthanc): search, pull, a rule, earlier studies, an archive that is away, and sending back by
// DICOMweb (STU-4, CLA-27). Needs Orthanc; without it the steps are skipped.
import path from 'node:path';
import { menu, Visitor } from './lib/browser.mjs';
import { writtenCt } from './lib/dicom.mjs';
import { look } from './lib/look.mjs';
import { missing, password, startOrthanc, userName } from './lib/orthanc.mjs';
import { assert, assertEqual, until } from './lib/suite.mjs';

const called = 'PORTICO';
const title = 'FAR_ARCHIVE';
const patientId = 'FAR-0017';
const patient = ['Remote^Rita', patientId, '19600117', ''];
const objects = 6;
const sampled = [
  ['FAR1', '20260110', 'Thorax'],
  ['FAR2', '20250405', 'Abdomen'],
  ['FAR3', '20240620', 'Neck'],
];

export default async function pull({ suite, server, browser, pictures }) {
  if (missing) {
    suite.skip('studies of another archive', missing);
    return;
  }
  const visitor = await Visitor.open(browser, server.url);
  const { page } = visitor;
  const dialog = () => page.getByRole('dialog');
  const button = (name) => page.getByRole('button', { name });
  const row = (text) => page.getByRole('row').filter({ hasText: text });
  const found = (description) => page.locator('tr[data-study]').filter({ hasText: description });
  const section = (name) => page.getByRole('tab', { name });
  const pulls = page.getByRole('region', { name: 'Pulls' });
  const looked = async (name, themes) => {
    const wrong = await look(page, `pull-${name}`, { quick: !pictures, themes });
    assertEqual(wrong, [], name);
  };
  // What is asked for the patient; the list of the other archive stands there afterwards.
  const search = async (source, count) => {
    await menu(page, 'Pull studies').click();
    const option = page.getByLabel('From', { exact: true }).locator('option').filter({ hasText: source });
    await page.getByLabel('From', { exact: true }).selectOption(await option.getAttribute('value'));
    await page.getByLabel('Patient ID').fill(patientId);
    await button('Search').click();
    if (count) await page.getByRole('heading', { name: `${count} studies at ${source}` }).waitFor();
  };
  let orthanc;

  await suite.step('another archive holds three studies of a patient', async () => {
    orthanc = await startOrthanc(title, { title: called, port: server.dicomPort });
    for (const [accession, day, description] of sampled) {
      const data = [...patient.slice(0, 3), accession];
      const folder = path.join(server.folder, accession);
      await orthanc.hold(await writtenCt(folder, data, objects, { day, description }));
    }
    assertEqual(await orthanc.studiesOf(patientId), [objects, objects, objects], 'what Orthanc holds');
  });

  try {
    await suite.step('staff register it as a node that is pulled from by C-GET, and it answers', async () => {
      await visitor.signIn(server.signIn('admin@riverside.example'));
      await menu(page, 'Integrations').click();
      await button('Register a node').click();
      await dialog().getByLabel('Calling AE title').fill(title);
      await dialog().getByLabel('Called AE title').fill(called);
      await dialog().getByLabel('pull studies from it').selectOption('get');
      await button('Register a node').last().click();
      await dialog().getByText('Needed to pull from the machine').first().waitFor();
      await dialog().getByLabel('Address').fill('127.0.0.1');
      await dialog().getByLabel('Port', { exact: true }).fill(String(orthanc.dicomPort));
      await dialog().getByLabel('ask it for earlier studies').check();
      await button('Register a node').last().click();
      await row(title).getByText('pulled from').waitFor();
      await button(`Check the connection to ${title}`).click();
      await row(title).getByText('It answers').waitFor();
      await looked('nodes');
    });

    await suite.step('and as a DICOMweb server, whose password nobody sees again (CLA-27)', async () => {
      await section('DICOMweb servers').click();
      await button('Add a server').click();
      await dialog().getByLabel('Name', { exact: true }).fill('Far web');
      await dialog().getByLabel('Address').fill(orthanc.url);
      await dialog().getByLabel('How Portico signs in there').selectOption('basic');
      await dialog().getByLabel('User name', { exact: true }).fill(userName);
      await dialog().getByLabel('Password', { exact: true }).fill('not the password');
      await button('Add a server').last().click();
      await button('Check the connection to Far web').click();
      await row('Far web').getByText('does not accept Portico').waitFor();
      await button('Change Far web').click();
      assertEqual(await dialog().getByLabel('Password', { exact: true }).inputValue(), '', 'the password');
      await dialog().getByLabel('Password', { exact: true }).fill(password);
      await button('Save').click();
      await dialog().waitFor({ state: 'detached' });
      await button('Check the connection to Far web').click();
      await row('Far web').getByText('It answers').waitFor();
      await looked('servers');
    });

    await suite.step('a search tells what it has; what is chosen is pulled and opened (STU-4)', async () => {
      await search(title, 3);
      assertEqual(
        await page.locator('tr[data-study]').getByText('Not here').count(),
        3,
        'studies that are not here',
      );
      await found('Thorax').getByRole('checkbox').check();
      await looked('found');
      await button('Pull one study').click();
      await found('Thorax').getByText('Here', { exact: true }).waitFor();
      await pulls.getByRole('link', { name: /Open the study: Remote, Rita, Thorax/ }).waitFor();
      await looked('done');
      await button('Search').click();
      await found('Thorax').getByText('Here', { exact: true }).waitFor();
      assert(await found('Thorax').getByRole('checkbox').isDisabled(), 'it can be pulled again');
      await pulls.getByRole('link', { name: /Open the study: Remote, Rita, Thorax/ }).click();
      await page.getByRole('heading', { level: 1, name: 'Thorax' }).waitFor();
      await page.getByText(`1 series, ${objects} images`).waitFor();
    });

    await suite.step('its page asks for earlier studies elsewhere, and pulls one (STU-4)', async () => {
      await button('Ask other archives').click();
      await page.getByRole('heading', { name: title }).waitFor();
      await button(/^Pull Abdomen/).click();
      await page
        .getByRole('listitem')
        .filter({ hasText: 'Abdomen' })
        .getByText('Here', { exact: true })
        .waitFor();
      await page.getByRole('link', { name: /Abdomen/ }).waitFor();
      await looked('priors');
    });

    await suite.step('a rule pulls the rest by itself, over DICOMweb (STU-4)', async () => {
      await menu(page, 'Integrations').click();
      await section('Pull rules').click();
      await button('Add a rule').click();
      await dialog().getByLabel('Name', { exact: true }).fill('Of the far archive');
      await dialog().getByLabel('From', { exact: true }).selectOption({ label: 'Far web' });
      await dialog().getByLabel('Studies of the last (days)').fill('3650');
      await dialog().getByLabel('Patient ID').fill(patientId);
      await dialog().getByLabel('Turned on').uncheck();
      await button('Add a rule').last().click();
      await row('Of the far archive').waitFor();
      await button('Run Of the far archive now').click();
      await row('Of the far archive').getByText('3 found, 1 pulled').waitFor();
      await looked('rules');
      await page.getByRole('switch', { name: /Of the far archive/ }).press('Space');
      await page.getByText('The rule Of the far archive is on').waitFor();
      await search('Far web', 3);
      await until('everything is here', async () => {
        const here = await page.locator('tr[data-study]').getByText('Here', { exact: true }).count();
        if (here < 3) await button('Search').click();
        return here === 3;
      });
    });

    await suite.step(
      'a study is sent by DICOMweb, with the number that the receiver has (CLA-27)',
      async () => {
        await menu(page, 'Studies').click();
        await page.getByLabel('Patient, ID, accession or description').fill('FAR1');
        await page.locator('[data-index="1"]').waitFor({ state: 'detached' });
        await button(/^Actions for the study of Remote, Rita/).click();
        await page.getByRole('menuitem', { name: /Send to another system/ }).click();
        await dialog().getByLabel('To', { exact: true }).click();
        await page.getByRole('option', { name: 'Far web' }).click();
        await dialog().getByLabel('Patient ID there').fill('THEIRS-5');
        await dialog().getByRole('button', { name: 'Send', exact: true }).click();
        await dialog().getByText(`Sent · ${objects} of ${objects}`).waitFor();
        await dialog().getByText('with patient ID THEIRS-5').waitFor();
        await looked('sent');
        assertEqual(await orthanc.studiesOf('THEIRS-5'), [objects], 'what came to the other archive');
        await page.keyboard.press('Escape');
      },
    );

    await suite.step('an archive that is away is named, and asked again when it is back', async () => {
      await orthanc.pause();
      visitor.expectRefusals(502);
      visitor.expectAnswers(502);
      await search(title);
      await page.getByRole('alert').getByText('The other system does not answer').waitFor();
      await looked('away');
      await orthanc.goOn();
      await button('Try again').first().click();
      await page.getByRole('heading', { name: `3 studies at ${title}` }).waitFor();
    });

    await suite.check('nothing went wrong on the pages', () =>
      assertEqual(visitor.takeProblems(), [], 'problems'),
    );
  } finally {
    await orthanc?.stop();
    await visitor.close();
  }
}
