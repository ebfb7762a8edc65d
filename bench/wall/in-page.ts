import type { TestBrowser } from '../../apps/dashboard/src/testing/browser.ts';

declare global {
  var firstCardMs: number | undefined;
  var letters: number[];
  var frameTimes: number[] | null;
}

export type Page = Awaited<ReturnType<TestBrowser['open']>>['page'];

/** Run before the page's own code: when the first card was painted, and the intervals between frames while they are counted. */
export const watchPage = `
  const painted = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
  const look = () => document.querySelector('.wall-card')
    ? painted((at) => { globalThis.firstCardMs = at; })
    : requestAnimationFrame(look);
  look();
  globalThis.letters = [];
  addEventListener('input', (event) => painted((at) => letters.push(at - event.timeStamp)), { capture: true });
  globalThis.frameTimes = null;
  let last = 0;
  const frame = (at) => {
    if (frameTimes) { if (last) frameTimes.push(at - last); last = at; } else last = 0;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
`;

/** The same cards as a page without any program but the least that hides those that do not match. */
export async function staticCopyOf(page: Page): Promise<string> {
  const { html, css } = await page.evaluate(() => ({
    html: document.querySelector('.wall')?.outerHTML ?? '',
    css: [...document.styleSheets]
      .flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText))
      .join('\n'),
  }));
  return `<!doctype html><meta charset="utf-8"><style>${css}</style>
    <body><main data-page="wall"><input id="search">${html}</main>
    <script>
      const cards = [...document.querySelectorAll('.wall-card')].map((card) => [card, card.textContent.toLowerCase()]);
      document.getElementById('search').addEventListener('input', ({ target }) => {
        for (const [card, text] of cards) card.hidden = !text.includes(target.value);
      });
    </script>`;
}

export async function firstPaintMs(page: Page): Promise<number> {
  await page.waitForFunction(() => globalThis.firstCardMs !== undefined);
  return page.evaluate(() => globalThis.firstCardMs ?? Number.NaN);
}

/** From each letter to the frame that shows what it found, in ms. */
export async function typed(page: Page, word: string): Promise<number[]> {
  await page.focus('#search');
  for (const [n, letter] of [...word, ...Array<string>(word.length).fill('Backspace')].entries()) {
    await page.keyboard.press(letter);
    await page.waitForFunction((count) => globalThis.letters.length === count, n + 1);
  }
  return page.evaluate(() => globalThis.letters);
}

/** Moves the mouse over the wall in small steps; the time between two frames meanwhile, in ms. */
export async function framesWhile(page: Page, isDragging: boolean): Promise<number[]> {
  const box = await page.locator('.wall-card .card-desc').first().boundingBox();
  if (!box) throw new Error('There is no card to take.');
  const { x, y } = box;
  await page.mouse.move(x + 5, y + 5);
  if (isDragging) {
    await page.mouse.down();
    await page.mouse.move(x + 12, y + 12, { steps: 3 });
    await page.locator('.in-hand').waitFor();
  }
  await page.evaluate(() => {
    globalThis.frameTimes = [];
  });
  for (let step = 0; step < 120; step += 1) {
    await page.mouse.move(x + 10 + step * 7, y + 150 + 120 * Math.sin(step / 9));
  }
  const frames = await page.evaluate(() => {
    const counted = globalThis.frameTimes ?? [];
    globalThis.frameTimes = null;
    return counted;
  });
  if (isDragging) {
    await page.keyboard.press('Escape');
    await page.mouse.up();
  }
  return frames;
}
