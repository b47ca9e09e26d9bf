// The viewer as a person uses it: open a study, take a tool, draw, read what stands beside the drawing.
import { canvasOf } from './pixels.mjs';
import { assert, until } from './suite.mjs';

export class ViewerPage {
  constructor(page) {
    this.page = page;
  }

  // By the accession number, through the list, in the same tab.
  async open(accession) {
    const { page } = this;
    await page.goto(`/studies?q=${accession}`);
    await page.locator('[data-index="0"]').waitFor();
    await page.locator('[data-index="1"]').waitFor({ state: 'detached' });
    await page.locator('[data-index="0"]').getByRole('link').first().click();
    await page.getByRole('link', { name: 'Open in this tab' }).click();
    await this.shown();
  }

  pane(index = 0) {
    return this.page.getByTestId(`viewport-${index}`);
  }

  // The viewport shows image `image`, or any.
  shown(index = 0, image = 0) {
    return this.page.waitForFunction(
      ([at, wanted]) => {
        const now = Number(document.querySelector(`[data-testid="viewport-${at}"]`)?.dataset.renderedImage);
        return wanted > 0 ? now === wanted : now > 0;
      },
      [index, image],
    );
  }

  // What the viewport says of itself: a value of its data attributes.
  told(name, index = 0) {
    return this.pane(index).getAttribute(`data-${name}`);
  }

  async is(name, value, index = 0) {
    await until(
      `viewport ${index} has ${name} = ${value} (it was ${await this.told(name, index)})`,
      async () =>
        value instanceof RegExp
          ? value.test((await this.told(name, index)) ?? '')
          : (await this.told(name, index)) === String(value),
    );
  }

  key(...keys) {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  canvas(index = 0) {
    return canvasOf(this.page, index);
  }

  // Acts, and waits until something else is drawn.
  async changed(what, act, index = 0) {
    const before = await this.canvas(index);
    await act();
    return until(what, async () => {
      const now = await this.canvas(index);
      return now.fingerprint !== before.fingerprint && now;
    });
  }

  // Draws with the left button through places given in parts of the viewport's size.
  async drag(points, index = 0) {
    const box = await this.pane(index).boundingBox();
    const at = ([x, y]) => [box.x + box.width * x, box.y + box.height * y];
    await this.page.mouse.move(...at(points[0]));
    await this.page.mouse.down();
    for (const point of points.slice(1)) await this.page.mouse.move(...at(point), { steps: 6 });
    await this.page.mouse.up();
  }

  async click([x, y], index = 0) {
    const box = await this.pane(index).boundingBox();
    await this.page.mouse.click(box.x + box.width * x, box.y + box.height * y);
  }

  // The words drawn over a viewport (measurements).
  words(index = 0) {
    return this.pane(index).locator('svg tspan').allTextContents();
  }

  reads(pattern, index = 0) {
    return until(`viewport ${index} reads ${pattern}`, async () => {
      const words = (await this.words(index)).join(' | ');
      return pattern.exec(words);
    });
  }

  // The colour in the middle of a small area of the canvas: [red, green, blue].
  colour([x, y], index = 0) {
    return this.page.evaluate(
      ([at, u, v]) => {
        const canvas = document.querySelector(`[data-testid="viewport-${at}"] canvas`);
        const context = canvas.getContext('2d');
        return [
          ...context.getImageData(Math.round(canvas.width * u), Math.round(canvas.height * v), 1, 1).data,
        ].slice(0, 3);
      },
      [index, x, y],
    );
  }

  async letters(index = 0) {
    const letter = (edge) => this.pane(index).locator(`.pv-letter-${edge}`).innerText();
    return Promise.all(['top', 'right', 'bottom', 'left'].map(letter)).then((all) => all.join(' '));
  }

  async noProblems(visitor) {
    const problems = visitor.takeProblems();
    assert(problems.length === 0, problems.join('\n'));
  }
}
