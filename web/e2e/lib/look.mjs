// Looking at a screen: a picture in every width and theme, axe, and no scrolling sideways on a narrow phone (GEN-9).
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const screens = fileURLToPath(new URL('../screens', import.meta.url));
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const heights = { 390: 844, 1366: 768, 1920: 1080 };

// Nothing is loading any more.
export async function settled(page) {
  await page.waitForFunction(
    () =>
      document.querySelector(
        '[role="status"][aria-label="Loading"], [aria-busy="true"], .mantine-Loader-root',
      ) === null &&
      document.querySelector('h1, [role="dialog"], [data-testid="viewer"]') !== null &&
      [...document.images].every((image) => image.complete),
  );
  await page.evaluate(() => document.fonts.ready.then(() => new Promise(requestAnimationFrame)));
  // Colours on their way to those of the other theme are nobody's.
  await page.waitForFunction(() =>
    document.getAnimations().every((one) => !(one instanceof CSSTransition) || one.playState !== 'running'),
  );
}

// `colours` alone: what is on the page is the same in the other theme, its contrasts are not.
export async function axe(page, { colours = false } = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const runOnly = colours ? { type: 'rule', values: ['color-contrast'] } : { type: 'tag', values: rules };
  const violations = await page.evaluate(async (only) => {
    const found = await window.axe.run(document, { runOnly: only, resultTypes: ['violations'] });
    return found.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes
        .slice(0, 4)
        .map((node) => `${node.html.slice(0, 160)}  ${node.failureSummary.replace(/\s+/g, ' ')}`),
    }));
  }, runOnly);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.join('\n    ')}`);
}

export async function sidewaysScroll(page, width) {
  await page.setViewportSize({ width, height: 740 });
  await settled(page);
  const fits = () => document.scrollingElement.scrollWidth <= window.innerWidth;
  const fitted = await page.waitForFunction(fits, null, { timeout: 1500 }).catch(() => null);
  if (fitted) return null;
  return page.evaluate(() => {
    const outside = (element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > window.innerWidth + 1;
    };
    const wide = [...document.querySelectorAll('body *')].filter(outside).slice(0, 3);
    const named = wide.map((one) => one.outerHTML.slice(0, 160)).join('\n    ');
    return `${document.scrollingElement.scrollWidth} px wide in ${window.innerWidth}:\n    ${named}`;
  });
}

// Judges the screen and takes its pictures; returns what is wrong with it. `widths` are those in which there is such a
// screen; without pictures (`quick`) it is judged in one of them. `again` brings back what a change of the width
// closes: menus, and what only one of the layouts has.
export async function look(page, name, options = {}) {
  const { themes = ['light', 'dark'], quick = false, widths: all = [390, 1366, 1920], again } = options;
  await mkdir(screens, { recursive: true });
  const wrong = [];
  const before = page.viewportSize();
  const desk = all.includes(1366) ? 1366 : all[0];
  const widths = quick ? [desk] : all;
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.waitForFunction((wanted) => {
      const scheme = document.documentElement.dataset.mantineColorScheme;
      return scheme === undefined || scheme === wanted;
    }, theme);
    for (const width of widths) {
      if (page.viewportSize().width !== width) {
        await page.setViewportSize({ width, height: heights[width] });
        await again?.();
      }
      // What is under the pointer looks otherwise.
      await page.mouse.move(0, 0);
      await settled(page);
      await page.evaluate(() => window.scrollTo(0, 0));
      if (!quick)
        await page.screenshot({ path: path.join(screens, `${name}-${width}-${theme}.png`), fullPage: true });
      const first = theme === themes[0];
      if (first ? width !== 1920 : width === desk) {
        const found = await axe(page, { colours: !first });
        wrong.push(...found.map((one) => `axe, ${width} px ${theme}: ${one}`));
      }
    }
  }
  const sideways = await sidewaysScroll(page, 360);
  if (sideways) wrong.push(`scrolls sideways at 360 px: ${sideways}`);
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  return wrong;
}
