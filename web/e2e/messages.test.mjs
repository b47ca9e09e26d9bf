// Staff look at the messages of their department, send a dead letter again, and see how messages look (PAT-42, GEN-8).
import { menu, Visitor } from './lib/browser.mjs';
import { axe } from './lib/look.mjs';
import { assert, assertEqual } from './lib/suite.mjs';

export default async function messagesWalk({ suite, server, browser }) {
  const staff = await Visitor.open(browser, server.url);
  const { page } = staff;
  // A number that messages are not sent to.
  const number = '+3312345';
  const line = page.getByRole('row').filter({ hasText: number });

  await suite.step(
    'a message that could not be sent stands in the list with its reason (PAT-42)',
    async () => {
      await server.command('messages', 'test', '--queue', '--tenant', 'riverside', '--sms', number);
      await staff.signIn(server.signIn('admin@riverside.example'));
      await menu(page, 'Messages').click();
      await page.getByRole('heading', { name: 'Messages', level: 1 }).waitFor();
      await line.locator('[data-state="failed"]').waitFor();
      await line.getByText('not sent to numbers of this country').waitFor();
      await page.getByText(/Mails are not really sent/).waitFor();
    },
  );

  await suite.step('the filter shows what is looked for (PAT-42)', async () => {
    await page.getByLabel('State').selectOption('done');
    await line.waitFor({ state: 'detached' });
    await page.getByLabel('State').selectOption('dead');
    await line.waitFor();
    await page.getByLabel('Recipient').fill('nobody at all');
    await page.getByText('No message matches the filter.').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await line.waitFor();
  });

  await suite.step('it is sent again by a button, and fails again (PAT-42)', async () => {
    await line.getByRole('button', { name: `Send again to ${number}` }).click();
    await page.getByText('The message is sent again.').waitFor();
    await line.locator('[data-state="failed"]').waitFor();
    assertEqual(await axe(page), [], 'axe on the list');
  });

  await suite.step('every message can be looked at in each language (GEN-8)', async () => {
    await page.getByRole('tab', { name: 'Texts' }).click();
    await page.getByLabel('Message', { exact: true }).selectOption('accounts.confirm_registration');
    const mail = page.frameLocator('iframe');
    await mail.getByRole('link', { name: 'Confirm my e-mail address' }).waitFor();
    await page.getByLabel('Language').selectOption('nl');
    await mail.getByText('Beste Ann Peeters').waitFor();
    await page.getByText('Text only').click();
    const text = await page.locator('[data-preview]').innerText();
    assert(text.includes('https://portal.example/'), `the text has no link: ${text}`);
    await page.getByLabel('Message', { exact: true }).selectOption('codes.sign_in_sms');
    await page.getByLabel('Language').selectOption('de');
    await page
      .locator('[data-preview]')
      .getByText(/10 Minuten/)
      .waitFor();
    assertEqual(await axe(page), [], 'axe on the texts');
  });

  const wrong = staff.takeProblems();
  await suite.check('nothing went wrong on the pages', () => assertEqual(wrong, [], 'problems'));
  await staff.close();
}
