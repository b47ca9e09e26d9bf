// Takes the pictures of the README from the demonstration into docs/images: node e2e/readme-images.mjs
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, menu, Visitor } from './lib/browser.mjs';
import { settled } from './lib/look.mjs';
import { Server } from './lib/server.mjs';
import { ViewerPage } from './lib/viewer.mjs';

const folder = fileURLToPath(new URL('../../docs/images', import.meta.url));
const browser = await launch();
const server = await Server.start('images', { demo: true });

async function signedIn(email) {
  const visitor = await Visitor.open(browser, server.url, { colorScheme: 'light', locale: 'en-US' });
  await visitor.signIn(server.signIn(email));
  return visitor;
}
const take = async (page, name) => {
  await settled(page);
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
};

try {
  const { page } = await signedIn('ann.peeters@practice.example');
  const head = page.locator('[data-index]').filter({ hasText: 'CT head' }).first();
  await head.waitFor();
  await head.getByRole('link').first().click();
  await page.getByRole('link', { name: 'Open in this tab' }).click();
  const viewer = new ViewerPage(page);
  await viewer.shown();
  await viewer.key('PageDown', 'PageDown');
  for (let step = 0; step < 8; step += 1) await viewer.key('ArrowDown');
  await viewer.shown(0, 29);
  await viewer.key('l');
  await viewer.drag([
    [0.578, 0.458],
    [0.553, 0.571],
  ]);
  await viewer.reads(/mm/);
  await take(page, 'viewer');
  await page.goto('/studies');
  await page.locator('[data-index="3"]').waitFor();
  await take(page, 'studies');

  const staff = (await signedIn('admin@riverside.example')).page;
  await menu(staff, 'Access Control').click();
  await staff.getByText('Chloe Martin').waitFor();
  await take(staff, 'access-control');
} finally {
  await browser.close();
  await server.stop();
}
