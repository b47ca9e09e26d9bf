// The main job from the first start of an empty server to pixels on the clinician's canvas, and their end.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { menu, Visitor } from './lib/browser.mjs';
import { cStore, headCt, storageScp, writtenCt } from './lib/dicom.mjs';
import { run } from './lib/server.mjs';
import { canvasOf, png } from './lib/pixels.mjs';
import { look, settled } from './lib/look.mjs';
import { assert, assertEqual, until } from './lib/suite.mjs';

const department = 'Radiology, Harbour Hospital';
const displayName = 'Harbour Radiology';
const owner = { name: 'Owner Harbour', email: 'owner@harbour.example', password: 'slate-orchard-teapot-91' };
const clinician = {
  given: 'Clara',
  family: 'Jansen',
  email: 'clara.jansen@practice.example',
  password: 'walnut-ferry-compass-37',
};
const clinicianName = `${clinician.given} ${clinician.family}`;
const calling = 'CTROOM1';
const called = 'HARBOUR';
const birthDate = '1961-05-17';
const accession = 'HB26-000117';
// On the grant: "Only your department reads it".
const note = 'Asked for by telephone.';
const message = 'I follow this patient after the fall of last week.';

export default async function mainJob({ suite, server, browser, pictures }) {
  const ct = await headCt(server.folder);
  const staff = await Visitor.open(browser, server.url);
  const doctor = await Visitor.open(browser, server.url);
  const { page } = staff;
  const clinic = doctor.page;
  const patient = ct.patientName.split('^').filter(Boolean).join(', ');
  let viewer;
  let studyAddress;

  const looked = async (which, name) => {
    const wrong = await look(which, name, { quick: !pictures });
    assert(wrong.length === 0, `the screen ${name}:\n${wrong.join('\n')}`);
  };
  const dialog = (which) => which.getByRole('dialog');
  const toast = (which, text) => which.getByRole('alert').filter({ hasText: text }).first().waitFor();

  await suite.step(
    'a first start leads to the setup page, against the token of the console (ACC-2)',
    async () => {
      const { address, token } = await server.setup();
      await page.goto('/');
      await page.waitForURL('**/setup');
      await looked(page, 'setup');
      await page.goto(address);
      await page.reload();
      const field = page.getByLabel('Setup token');
      assertEqual(await field.inputValue(), token, 'the token that the printed address carries');
      const group = (name) => page.getByRole('group', { name });
      await group('Imaging department').getByLabel('Name', { exact: true }).fill(department);
      await group('Imaging department').getByLabel('Short name').fill('harbour');
      await group('Account owner').getByLabel('Name', { exact: true }).fill(owner.name);
      await group('Account owner').getByLabel('E-mail').fill(owner.email);
      await group('Account owner').getByLabel('Password', { exact: true }).fill(owner.password);
      await page.getByRole('button', { name: 'Create and sign in' }).click();
      await page.getByRole('heading', { level: 1, name: 'Studies' }).waitFor();
      await page.getByText('No study has arrived yet.').waitFor();
      await page.getByText(department).first().waitFor();
    },
  );

  await suite.step('the setup page is gone once it was used (ACC-2)', async () => {
    await clinic.goto('/setup');
    await clinic.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  });

  await suite.step('a machine that is not registered may not send (STU-1)', async () => {
    const refused = await cStore(ct.files.slice(0, 1), { calling, called, port: server.dicomPort }).catch(
      (error) => error,
    );
    assert(refused instanceof Error, 'storescu was accepted with unknown AE titles');
  });

  await suite.step('staff register a modality by its AE title (STU-1)', async () => {
    await menu(page, 'Integrations').click();
    await page.getByText('No machine is known yet.').waitFor();
    await page.getByRole('button', { name: 'Register a node' }).click();
    await dialog(page).getByLabel('Calling AE title').fill(calling);
    await dialog(page).getByLabel('Called AE title').fill(called);
    await dialog(page).getByLabel('Description').fill('CT in room 1');
    await dialog(page).getByRole('button', { name: 'Register a node' }).click();
    await page.getByRole('cell', { name: calling, exact: true }).waitFor();
  });

  await suite.step('the quiet time is a setting, with its history (STU-10, GEN-11)', async () => {
    await menu(page, 'General').click();
    await page.getByLabel('Quiet time (seconds)').fill('1');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: /^History \([1-9]/ }).waitFor();
  });

  await suite.step(
    `C-STORE of ${ct.what}: it appears in the open validation queue (STU-1, STU-10, STU-12, GEN-9)`,
    async () => {
      await menu(page, 'Validation queue').click();
      await page.getByText('Nothing waits.').waitFor();
      await cStore(ct.files, { calling, called, port: server.dicomPort });
      await page.getByRole('link', { name: patient }).waitFor();
      await page.getByText(`${ct.files.length} images`).waitFor();
      await page.getByText('Birth date is missing').waitFor();
      await page.getByText('Accession number is missing').waitFor();
    },
  );

  await suite.step(
    'clinicians get nothing of what waits; staff complete it and it is released by itself (STU-12)',
    async () => {
      await page.getByRole('link', { name: patient }).click();
      await page.getByRole('heading', { name: 'Side by side' }).waitFor();
      await page.getByLabel('Birth date').fill(birthDate);
      await page.getByLabel('Accession number').fill(accession);
      if (!ct.sex) await page.getByLabel('Sex').selectOption({ label: 'other' });
      await page.getByRole('button', { name: 'Save and check again' }).click();
      await toast(page, 'the study is released');
      await page.getByText('Nothing waits.').waitFor();
      await menu(page, 'Studies').click();
      const row = page.getByRole('row').filter({ hasText: accession });
      await row.getByText('Ready').waitFor();
      await row.getByRole('link', { name: patient }).click();
      await page.getByText('17 May 1961').first().waitFor();
      studyAddress = new URL(page.url()).pathname;
    },
  );

  await suite.step('staff send the study to another system and see what became of it (CLA-27)', async () => {
    const scp = await storageScp('WORKSTATION');
    try {
      await menu(page, 'Integrations').click();
      await page.getByRole('button', { name: 'Register a node' }).click();
      await dialog(page).getByLabel('Calling AE title').fill('WORKSTATION');
      await dialog(page).getByLabel('Called AE title').fill(called);
      await dialog(page).getByLabel('Address').fill('127.0.0.1');
      await dialog(page).getByLabel('Port', { exact: true }).fill(String(scp.port));
      await dialog(page).getByRole('checkbox', { name: 'search (C-FIND)' }).check();
      await dialog(page).getByRole('button', { name: 'Register a node' }).click();
      const row = page.getByRole('row').filter({ hasText: 'WORKSTATION' });
      await row.getByText('send, search').waitFor();
      await row.getByRole('button', { name: 'Change WORKSTATION' }).click();
      await dialog(page).getByRole('checkbox', { name: 'send studies (C-STORE)' }).uncheck();
      await dialog(page).getByRole('button', { name: 'Save' }).click();
      await toast(page, 'WORKSTATION was changed');
      await row.getByText('search', { exact: true }).waitFor();
      await looked(page, 'dicom-nodes');

      await menu(page, 'Studies').click();
      await page.getByRole('button', { name: `Actions for the study of ${patient}` }).click();
      await page.getByRole('menuitem', { name: 'Send to another system' }).click();
      await dialog(page).getByLabel('To', { exact: true }).click();
      await page.getByRole('option', { name: 'WORKSTATION' }).click();
      await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
      await dialog(page).getByText(`Sent · ${ct.files.length} of ${ct.files.length}`).waitFor();
      await looked(page, 'send-study');
      assertEqual((await scp.received()).length, ct.files.length, 'the objects that the node got');
      await dialog(page).getByRole('button', { name: 'Close' }).click();
    } finally {
      await scp.stop();
    }
  });

  await suite.step(
    'a clinician registers and confirms the address with the link of the mail (ACC-3)',
    async () => {
      await clinic.getByRole('link', { name: 'Register' }).click();
      await clinic.getByLabel('Given name').fill(clinician.given);
      await clinic.getByLabel('Family name').fill(clinician.family);
      await clinic.getByLabel('E-mail').fill(clinician.email);
      await clinic.getByLabel('Password', { exact: true }).fill(clinician.password);
      await clinic.getByLabel('Profession', { exact: true }).selectOption({ label: 'Medical specialist' });
      await clinic.getByLabel('Speciality').selectOption({ label: 'Neurology' });
      await clinic.getByRole('button', { name: 'Register', exact: true }).click();
      await clinic.getByRole('heading', { name: 'Check your mail' }).waitFor();
      const [mail] = await until('the mail is written', async () => {
        const mails = await server.mailsTo(clinician.email);
        return mails.length > 0 && mails;
      });
      const link = /http\S+\/register\/confirm#\S+/.exec(mail.text)?.[0];
      assert(link, `the mail has no link: ${mail.text}`);
      await clinic.goto(link);
      await clinic.getByRole('button', { name: 'Confirm my address' }).click();
      await clinic.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
    },
  );

  await suite.step('the owner makes a clinician role (CLA-6, ACC-10)', async () => {
    await menu(page, 'Clinician Roles').click();
    await page.getByRole('button', { name: 'New role' }).click();
    await dialog(page).getByLabel('Name', { exact: true }).fill('Treating clinician');
    await dialog(page).getByRole('checkbox', { name: 'View Images' }).check();
    await dialog(page).getByRole('checkbox', { name: 'View Demographics' }).check();
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Treating clinician', exact: true }).waitFor();
  });

  await suite.step(
    'a photo that is no picture and a wrong password enable nothing (CLA-1, GEN-4)',
    async () => {
      staff.expectRefusals(403);
      await menu(page, 'Settings').click();
      await looked(page, 'clinician-portal-not-enabled');
      await page.getByText('Enabling cannot be undone').waitFor();
      await page.getByRole('switch', { name: 'Enabled' }).check({ force: true });
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose a photo' }).click();
      const chooser = await choosing;
      await chooser.setFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
      await page.getByText('This file is not a picture that can be read').waitFor();
      const again = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose a photo' }).click();
      await (await again).setFiles({ name: 'photo.png', mimeType: 'image/png', buffer: png() });
      await page.getByLabel(/^Cut-out of the photo/).waitFor();
      await page.getByLabel('Display Name').fill(displayName);
      await page.getByLabel('Description').fill('CT and MR at the harbour. Call 555 0100.');
      await page.getByLabel('Your password', { exact: true }).fill('not-the-password-at-all');
      await page.getByRole('button', { name: 'Save and enable for good' }).click();
      await page
        .getByRole('alert')
        .filter({ hasText: /password/i })
        .first()
        .waitFor();
      await looked(page, 'clinician-portal-enabling');
      const [row] = await server.sql(
        'SELECT count(*) AS enabled FROM clinician_portal WHERE enabled_at IS NOT NULL',
      );
      assertEqual(row.enabled, 0, 'portals enabled after a wrong password');
    },
  );

  await suite.step(
    'the owner enables the clinician portal and lands on its settings (CLA-1, CLA-3)',
    async () => {
      await page.getByLabel('Your password', { exact: true }).fill(owner.password);
      await page.getByRole('button', { name: 'Save and enable for good' }).click();
      await page.getByRole('heading', { level: 1, name: 'Clinician Portal settings' }).waitFor();
      await page.getByRole('img', { name: 'The photo in use' }).waitFor();
    },
  );

  await suite.step('it cannot be disabled: no switch, and the interface refuses (CLA-2)', async () => {
    staff.expectRefusals(409);
    assertEqual(await page.getByRole('switch').count(), 0, 'switches on the settings page');
    const refused = await page.evaluate(async () => {
      const { csrfToken } = await (await fetch('/api/v1/session')).json();
      const portal = await (await fetch('/api/v1/tenant/clinician-portal')).json();
      const answer = await fetch('/api/v1/tenant/clinician-portal', {
        method: 'PUT',
        headers: {
          'Content-Type': 'application/json',
          'X-CSRF-Token': csrfToken,
          'If-Match': `"${portal.version}"`,
        },
        body: JSON.stringify({
          displayName: portal.displayName,
          description: portal.description,
          historyMonths: portal.historyMonths,
          emergencyAccess: portal.emergencyAccess,
          emergencyHours: portal.emergencyHours,
          enabled: false,
        }),
      });
      return { status: answer.status, code: (await answer.json()).code };
    });
    assertEqual(
      refused,
      { status: 409, code: 'clinician_portal_cannot_be_disabled' },
      'the answer to disabling',
    );
  });

  await suite.step(
    'the clinician finds the department and requests access; staff see it without reload (CLA-20, CLA-4, GEN-9)',
    async () => {
      await menu(page, 'Access Control').click();
      await page.getByText('Nobody has asked for access yet.').waitFor();
      await doctor.signIn(clinician);
      await clinic.getByText('You can see no studies yet.').waitFor();
      await clinic
        .getByRole('button', { name: 'Open the PACS Directory' })
        .or(clinic.getByRole('link', { name: 'Open the PACS Directory' }))
        .click();
      const card = clinic.getByRole('article', { name: displayName });
      await card.getByText('Not requested').waitFor();
      await card.getByRole('button', { name: 'Request access' }).click();
      await dialog(clinic).getByLabel('Message (optional)').fill(message);
      await dialog(clinic).getByRole('button', { name: 'Request access' }).click();
      await card.getByText('Requested', { exact: true }).waitFor();
      await page.getByRole('row').filter({ hasText: clinicianName }).getByText(message).waitFor();
    },
  );

  await suite.step(
    'role first, then Allow Access; the clinician sees the answer without reload (CLA-4)',
    async () => {
      await page.getByRole('link', { name: clinicianName }).click();
      const allow = page.getByRole('switch', { name: 'Allow Access' });
      await allow.waitFor();
      assert(await allow.isDisabled(), 'Allow Access can be switched on without a role');
      await page.getByLabel('Clinician role').selectOption({ label: 'Treating clinician' });
      await allow.check({ force: true });
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Allowed', { exact: true }).first().waitFor();
      const card = clinic.getByRole('article', { name: displayName });
      await card.getByText('Allowed', { exact: true }).waitFor();
    },
  );

  await suite.step(
    'allowed, but with no reason to see anything: the list is empty, the study is not there (GEN-1)',
    async () => {
      doctor.expectRefusals(404);
      await clinic.goto(studyAddress);
      await clinic.getByText('This study is not there, or you may not see it.').waitFor();
      await menu(clinic, 'Studies').click();
      await clinic.getByText('You can see no studies yet.').waitFor();
    },
  );

  await suite.step('staff take the study with them as a ZIP (CLA-24)', async () => {
    await menu(page, 'Studies').click();
    const row = page.getByRole('row').filter({ hasText: accession });
    await row.getByRole('button', { name: /^Actions for the study/ }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Download as ZIP' }).click();
    const download = await coming;
    const bytes = await readFile(await download.path());
    assert(/^study-\d{8}\.zip$/.test(download.suggestedFilename()), download.suggestedFilename());
    assertEqual(bytes.subarray(0, 4).toString('latin1'), 'PK\x03\x04', 'the first bytes');
    const named = bytes.toString('latin1').split('PK\x01\x02').length - 1;
    assertEqual(named, ct.files.length + 1, 'entries: the objects and DICOMDIR');
  });

  await suite.step(
    'staff grant the study by its key; it appears in the open list without reload (CLA-7, CLA-13, CLA-22)',
    async () => {
      await menu(page, 'Studies').click();
      const row = page.getByRole('row').filter({ hasText: accession });
      await row.getByRole('button', { name: /^Actions for the study/ }).click();
      await page.getByRole('menuitem', { name: 'Manage clinician access…' }).click();
      await dialog(page).getByLabel('Note').fill(note);
      await dialog(page)
        .getByRole('button', { name: `Grant access to ${clinicianName}` })
        .click();
      await dialog(page).getByText('Granted', { exact: true }).waitFor();
      const seen = clinic.getByRole('row').filter({ hasText: patient });
      await seen.getByRole('link', { name: patient }).waitFor();
      await seen.getByRole('img', { name: 'Unread' }).waitFor();
      await dialog(page).getByRole('tab', { name: 'Current Access' }).click();
      await dialog(page).getByText(clinicianName).first().waitFor();
    },
  );

  await suite.step('the study page says why it is seen (CLA-23)', async () => {
    await clinic.getByRole('link', { name: patient }).click();
    await clinic.getByRole('heading', { name: 'Why you see this study' }).waitFor();
    await clinic.getByText('Granted', { exact: true }).first().waitFor();
    assertEqual(await clinic.getByText(note).count(), 0, "the department's own note on the clinician's page");
    // The role does not say that images may be taken away.
    assertEqual(await clinic.getByRole('link', { name: /^Download/ }).count(), 0, 'downloads (CLA-24)');
  });

  const frames = [];
  await suite.step(
    "the viewer shows real pixels under the patient's name (STU-40, STU-41, STU-43, CLA-23)",
    async () => {
      const opening = doctor.context.waitForEvent('page');
      await clinic.getByRole('link', { name: 'Open images' }).click();
      viewer = await opening;
      viewer.on('response', (response) => {
        if (response.url().includes('/frames/')) {
          frames.push({
            url: response.url(),
            status: response.status(),
            asked: response.request().timing().startTime,
          });
        }
      });
      const pane = viewer.getByTestId('viewport-0');
      await viewer.waitForFunction(
        () => Number(document.querySelector('[data-testid="viewport-0"]')?.dataset.renderedImage) > 0,
      );
      assertEqual(
        await pane.getAttribute('data-image-count'),
        String(ct.files.length),
        'images in the series',
      );
      const banner = await viewer.getByTestId('patient-banner').innerText();
      for (const part of [patient, '17 May 1961', ct.patientId, department]) {
        assert(banner.includes(part), `the banner lacks "${part}": ${banner}`);
      }
      const shown = await canvasOf(viewer);
      assert(shown.levels > 60, `the canvas has ${shown.levels} grey levels only`);
      return `${shown.width} × ${shown.height} px, ${shown.levels} grey levels`;
    },
  );

  const changed = async (what, before, act) => {
    await act();
    return until(what, async () => {
      const now = await canvasOf(viewer);
      return now.fingerprint !== before.fingerprint && now;
    });
  };
  const rendered = (image) =>
    viewer.waitForFunction(
      (wanted) =>
        document.querySelector('[data-testid="viewport-0"]')?.dataset.renderedImage === String(wanted),
      image,
    );

  await suite.step(
    'scrolling by key and wheel, presets and invert change what is drawn (STU-41)',
    async () => {
      const pane = viewer.getByTestId('viewport-0');
      await pane.focus();
      await viewer.keyboard.press('Home');
      await rendered(1);
      let now = await canvasOf(viewer);
      now = await changed('the next image is drawn', now, () => viewer.keyboard.press('ArrowDown'));
      await rendered(2);
      await pane.hover();
      now = await changed('the wheel shows another image', now, () => viewer.mouse.wheel(0, 100));
      await viewer.keyboard.press('Home');
      await viewer.keyboard.press('PageDown');
      await rendered(11);
      now = await canvasOf(viewer);
      const window = await pane.getAttribute('data-window-width');
      await viewer.getByTestId('presets').click();
      now = await changed('the preset is drawn', now, () => viewer.getByTestId('preset-bone').click());
      assertEqual(
        await pane.getAttribute('data-window-width'),
        '2000',
        `the window's width (it was ${window})`,
      );
      now = await changed('another preset by key is drawn', now, () => viewer.keyboard.press('1'));
      assertEqual(await pane.getAttribute('data-window-width'), '80', 'the width of the brain window');
      await changed('the inverted image is drawn', now, () => viewer.getByTestId('invert').click());
      assert(
        frames.every(({ status }) => status === 200),
        `a frame was refused: ${JSON.stringify(frames)}`,
      );
      await viewer.screenshot({ path: new URL('./screens/main-job-viewer.png', import.meta.url).pathname });
    },
  );

  await suite.step(
    'access is withdrawn: within a second the open viewer gets no further frame and says so (GEN-5, CLA-7)',
    async () => {
      const frame = frames.at(-1).url;
      // A viewer that goes on asking, as one does that is scrolled all the time; and the moment at which it says the end.
      await viewer.evaluate((url) => {
        window.asked = [];
        const ask = async () => {
          const at = Date.now();
          const answer = await fetch(url, { cache: 'no-store' }).catch(() => ({ status: 0 }));
          window.asked.push({ at, status: answer.status });
          setTimeout(() => void ask(), 20); // poll
        };
        void ask();
        const look = () => {
          const heading = document.querySelector(
            '[role="alert"] h1, [data-testid="viewer"][data-state="ended"]',
          );
          if (heading) window.endedAt ??= Date.now();
        };
        new MutationObserver(look).observe(document.body, {
          childList: true,
          subtree: true,
          attributes: true,
        });
      }, frame);
      await viewer.waitForFunction(() => window.asked.some(({ status }) => status === 200));
      await dialog(page)
        .getByRole('button', { name: `Withdraw access for ${clinicianName}` })
        .click();
      const confirm = page.getByRole('dialog', { name: 'Withdraw access?' });
      const answered = page.waitForResponse(
        (response) => response.request().method() === 'DELETE' && response.url().includes('/grants/'),
      );
      await confirm.getByRole('button', { name: `Withdraw access for ${clinicianName}` }).click();
      const answer = await answered;
      assertEqual(answer.status(), 204, 'the answer to the withdrawal');
      await answer.finished();
      const timing = answer.request().timing();
      const withdrawn = timing.startTime + timing.responseStart;

      await viewer.getByRole('heading', { name: /access .*ended/i }).waitFor();
      await viewer.waitForFunction(
        () => window.asked.slice(-8).every(({ status }) => status === 404) && window.asked.length > 8,
      );
      const { asked, endedAt } = await viewer.evaluate(() => ({
        asked: window.asked,
        endedAt: window.endedAt,
      }));
      const lastGiven = asked.filter(({ status }) => status === 200).at(-1).at;
      const late = asked.filter(({ at, status }) => at > withdrawn + 1000 && status !== 404);
      assertEqual(late, [], 'frames answered later than a second after the withdrawal');
      const own = frames.filter(({ asked: at, status }) => at > withdrawn + 1000 && status === 200);
      assertEqual(own, [], 'frames that the viewer got later than a second after the withdrawal');
      assert(endedAt - withdrawn < 1000, `the viewer said so only after ${endedAt - withdrawn} ms`);
      assertEqual(await viewer.locator('canvas').count(), 0, 'canvases left in the viewer');
      return `last frame asked ${Math.round(lastGiven - withdrawn)} ms after, the viewer closed ${Math.round(endedAt - withdrawn)} ms after the answer`;
    },
  );

  await suite.step('the study leaves the open page and the list, without reload (GEN-5, GEN-9)', async () => {
    await clinic.getByText('This study is not there, or you may not see it.').waitFor();
    await menu(clinic, 'Studies').click();
    await clinic.getByText('You can see no studies yet.').waitFor();
  });

  await suite.step(
    'the audit log tells request, decision, grant, view and withdrawal (AUD-1, AUD-3, GEN-6)',
    async () => {
      await page.keyboard.press('Escape');
      await menu(page, 'Audit logs').click();
      const entry = (who, what) =>
        page.getByRole('row').filter({ hasText: who }).filter({ hasText: what }).first().waitFor();
      await entry(clinicianName, 'Access requested');
      await entry(owner.name, 'Access changed');
      await entry(owner.name, 'Access to a study granted');
      await entry(clinicianName, 'Study viewed');
      await entry(owner.name, 'Access to a study withdrawn');
      await entry(owner.name, 'Study corrected');
      await page.getByLabel('Who', { exact: true }).fill(clinicianName);
      await page.getByRole('row').filter({ hasText: owner.name }).first().waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Study viewed' }).first().click();
      await dialog(page).getByText(patient, { exact: true }).waitFor();
      await settled(page);
    },
  );

  await suite.step(
    'staff upload a folder, a ZIP and a PDF: shown before they are sent, then in the list (STU-3)',
    async () => {
      const cd = path.join(server.folder, 'upload-cd');
      const packed = path.join(server.folder, 'upload-packed');
      await writtenCt(path.join(cd, 'IMAGES'), ['Folder^Fay', 'UP-1', '19700203', 'UP1'], 3);
      await writtenCt(packed, ['Packed^Pia', 'UP-2', '19710304', 'UP2'], 2);
      const zip = path.join(server.folder, 'packed.zip');
      await run('python3', ['-m', 'zipfile', '-c', zip, packed]);
      const letter = path.join(server.folder, 'letter.pdf');
      await writeFile(
        letter,
        '%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n',
      );

      await page.keyboard.press('Escape');
      await dialog(page).waitFor({ state: 'detached' });
      await menu(page, 'Upload').click();
      const choose = async (button, files) => {
        const opening = page.waitForEvent('filechooser');
        await page.getByRole('button', { name: button }).click();
        await (await opening).setFiles(files);
      };
      await choose('Choose a folder', cd);
      await page.getByRole('row').filter({ hasText: 'Folder, Fay' }).getByText('0 of 3').waitFor();
      await choose('Choose files', [zip, letter]);
      await page.getByRole('row').filter({ hasText: 'Packed, Pia' }).getByText('0 of 2').waitFor();
      await looked(page, 'upload');
      await page.getByRole('button', { name: 'Send 5 objects' }).click();
      await page.getByText('Everything has arrived.').waitFor();
      const study = page.getByRole('combobox', { name: 'Study for letter.pdf' });
      await study.fill('UP1');
      await page.getByRole('option', { name: /Folder, Fay/ }).click();
      await page.getByRole('button', { name: 'Add to the study' }).click();
      await page.getByText('Added', { exact: true }).waitFor();
      await menu(page, 'Studies').click();
      const row = page.getByRole('row').filter({ hasText: 'Folder, Fay' });
      await row.getByText('DOC').waitFor();
      await page.getByRole('row').filter({ hasText: 'Packed, Pia' }).waitFor();
    },
  );

  await suite.step(
    'a clinician whom the department lets uploads a study; it waits, staff see who sent it, then both see it (STU-3)',
    async () => {
      const folder = path.join(server.folder, 'second-opinion');
      await writtenCt(folder, ['Opinion^Olga', 'EXT-9', '19550607', 'EXT9'], 2);
      const both = async (which, name) => {
        for (const widths of [[390], [1366]]) {
          const wrong = await look(which, name, { quick: !pictures, widths });
          assert(wrong.length === 0, `the screen ${name}:\n${wrong.join('\n')}`);
        }
      };
      await menu(page, 'Clinician Roles').click();
      await page.getByRole('button', { name: 'Treating clinician', exact: true }).click();
      await dialog(page).getByRole('checkbox', { name: 'Upload Studies' }).check();
      await dialog(page).getByRole('button', { name: 'Save' }).click();
      await dialog(page).waitFor({ state: 'detached' });

      await clinic.bringToFront();
      await menu(clinic, 'Upload').click();
      await clinic.getByText('You have not uploaded anything yet.').waitFor();
      assertEqual(await clinic.getByLabel('Department').inputValue(), 'harbour', 'the only department');
      const opening = clinic.waitForEvent('filechooser');
      await clinic.getByRole('button', { name: 'Choose a folder' }).click();
      await (await opening).setFiles(folder);
      await clinic.getByRole('row').filter({ hasText: 'Opinion, Olga' }).getByText('0 of 2').waitFor();
      await clinic.getByRole('button', { name: 'Send 2 objects' }).click();
      await clinic.getByText('Everything has arrived.').waitFor();
      await clinic.getByText('Waits for the department').waitFor();
      await both(clinic, 'clinician-upload');

      await page.bringToFront();
      await menu(page, 'Validation queue').click();
      await page.getByText(`Uploaded by ${clinicianName}`).first().waitFor();
      await page.getByRole('link', { name: 'Opinion, Olga' }).click();
      await page.getByText('Uploaded by a clinician').first().waitFor();
      await both(page, 'validation-case-uploaded');
      await page.getByRole('button', { name: 'Release as it is' }).click();
      await dialog(page).getByLabel('Reason').fill('Second opinion, agreed by telephone.');
      await dialog(page)
        .getByRole('button', { name: /^Release/ })
        .click();
      await toast(page, 'The study is released.');

      // The release tells the clinician's page by itself.
      await clinic.getByText('Released', { exact: true }).waitFor();
      await clinic.getByRole('link', { name: 'Opinion, Olga' }).click();
      await clinic.getByText('Uploaded this study.').waitFor();
    },
  );

  await suite.step('the chain of the audit trail holds (AUD-2)', async () => {
    const { stdout } = await server.command('audit', 'verify');
    return stdout.trim();
  });

  await suite.step('nothing went wrong in the pages, and nobody else was asked (GEN-4, SEC-4)', async () => {
    assertEqual([...staff.takeProblems(), ...doctor.takeProblems()], [], 'problems');
  });
}
