// A study is withdrawn while a clinician has its images open, and brought back (STU-14).
import { menu, Visitor } from './lib/browser.mjs';
import { assert, assertEqual } from './lib/suite.mjs';

export default async function recall({ suite, server, browser }) {
  const staff = await Visitor.open(browser, server.url);
  const doctor = await Visitor.open(browser, server.url);
  const { page } = staff;
  const clinic = doctor.page;
  const because = 'The images are of another patient';
  let address, viewer, patient;

  await suite.step('a clinician opens the images of a study', async () => {
    await staff.signIn(server.signIn('admin@riverside.example'));
    await doctor.signIn(server.signIn('ann.peeters@practice.example'));
    const first = clinic.locator('[data-index="0"]');
    patient = await first.getByRole('link').first().innerText();
    await first.getByRole('link').first().click();
    await clinic.getByRole('heading', { name: 'Why you see this study' }).waitFor();
    address = new URL(clinic.url()).pathname;
    const opening = doctor.context.waitForEvent('page');
    await clinic.getByRole('link', { name: 'Open images' }).click();
    viewer = await opening;
    await viewer.waitForFunction(
      () => Number(document.querySelector('[data-testid="viewport-0"]')?.dataset.renderedImage) > 0,
    );
  });

  await suite.step('staff withdraw it with a reason; the open viewer ends (STU-14, GEN-5)', async () => {
    doctor.expectRefusals(404);
    await page.goto(address);
    await page.getByRole('button', { name: 'Withdraw…' }).click();
    const dialog = page.getByRole('dialog');
    const act = dialog.getByRole('button', { name: /^Withdraw what was chosen/ });
    assert(await act.isDisabled(), 'it can be withdrawn without an explanation');
    await dialog.getByLabel('Reason').selectOption('patient_safety');
    await dialog.getByLabel('Explanation').fill(because);
    await act.click();
    await page.getByRole('heading', { name: 'Withdrawn studies' }).waitFor();
    await page.getByText(because).waitFor();
    await viewer.getByRole('heading', { name: /access .*ended/i }).waitFor();
    assertEqual(await viewer.locator('canvas').count(), 0, 'canvases left in the viewer');
  });

  await suite.step('the clinician finds a notice instead of the study, without the patient', async () => {
    await menu(clinic, 'Studies').click();
    await clinic.getByText('Withdrawn since you saw it').waitFor();
    const notice = clinic.locator('[data-recall]').first();
    await notice.getByText(/Patient safety/).waitFor();
    const text = await notice.innerText();
    assert(!text.includes(patient.split(',')[0]), `the notice names the patient: ${text}`);
    assert(!text.includes(because), 'the notice tells the explanation for staff');
  });

  await suite.step('staff see who saw it and was told, and bring it back', async () => {
    await page.getByRole('button', { name: /^Who saw it/ }).click();
    const persons = page.getByRole('dialog');
    const row = persons.getByRole('row').filter({ hasText: 'Ann Peeters' });
    await row.waitFor();
    assertEqual(await row.getByText('Cannot be written to').count(), 0, 'persons who were not told');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Undo withdrawal/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('They are the right ones');
    await dialog.getByRole('button', { name: /^Bring back/ }).click();
    await page.getByText(/They are the right ones/).waitFor();
    await clinic.getByRole('link', { name: patient }).first().waitFor();
    await clinic.getByText('Withdrawn since you saw it').waitFor({ state: 'detached' });
  });

  const wrong = [...staff.takeProblems(), ...doctor.takeProblems()];
  await suite.check('nothing went wrong on the pages', () => assertEqual(wrong, [], 'problems'));
  await staff.close();
  await doctor.close();
}
