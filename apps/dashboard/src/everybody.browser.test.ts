import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { SOON, settled } from './testing/browser.ts';
import { runningBoard } from './testing/running-board.ts';
import { MARKUP } from './testing/sample-board.ts';
import { PAGES } from './view/view.ts';

const board = runningBoard();

describe('an item opens whatever it is called', () => {
  const references = ['a/b?c#d..e%f', '50%25', '../queues', '..', 'ü & "ö" + 1'];
  beforeAll(async () => {
    for (const reference of references) {
      await board().database.pool.query('INSERT INTO work_items (reference, short_desc) VALUES (?, ?)', [
        reference,
        `called ${reference}`,
      ]);
      await board().database.pool.query("INSERT INTO queues (reference, queue_name) VALUES (?, 'backlog')", [
        reference,
      ]);
    }
  });

  test.each(references)('%s', async (reference) => {
    const page = await board().open(`?page=streams&item=${encodeURIComponent(reference)}`);
    const words = reference === '..' ? 'no address can hold it' : `called ${reference}`;
    await expect.poll(() => page.locator('.item-body').textContent(), SOON).toContain(words);
    await page.keyboard.press('Escape');
  });
});

describe('everybody can use it', () => {
  test('text from the database is never read as HTML', async () => {
    const page = await board().open();
    await expect.poll(() => page.locator('.open-outlook').textContent(), SOON).toContain(MARKUP);
    await page.locator('.open-outlook').getByRole('button', { name: MARKUP }).click();
    await expect.poll(() => page.locator('.item-dialog .item-desc').textContent(), SOON).toBe(MARKUP);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });

  test('an item’s journey opens from a dot, has an address, and closes', async () => {
    const page = await board().open('?page=time');
    await page.locator('.lead-time .items_marks path').first().click({ force: true });
    await page.locator('.journey li').first().waitFor();
    expect(new URL(page.url()).searchParams.get('item')).not.toBeNull();
    await page.keyboard.press('Escape');
    await expect.poll(() => new URL(page.url()).searchParams.get('item'), SOON).toBeNull();
    await page.goBack();
    await page.locator('.item-dialog[open]').waitFor();
  });

  test('everything is reached and used with the keyboard alone', async () => {
    const page = await board().open('?page=promises');
    const reached: string[] = [];
    for (let press = 0; press < 45; press += 1) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(() => {
          const { activeElement: element } = document;
          return `${element?.id || element?.getAttribute('aria-label') || element?.textContent || element?.tagName}`;
        }),
      );
    }
    const wanted = [
      'Skip to the answers',
      'Time',
      'stream',
      'range',
      'compare',
      'More choices',
      'Show as table',
    ];
    expect(reached).toEqual(expect.arrayContaining(wanted));
    expect(reached).toEqual(
      expect.arrayContaining(['CSV', 'PNG', 'SVG'].map((format) => expect.stringMatching(`as ${format}$`))),
    );

    await page.locator('.sla summary').focus();
    await page.keyboard.press('Enter');
    await page.locator('.sla tbody tr').first().waitFor();
    const item = page.locator('.misses button.link').first();
    await item.focus();
    await page.keyboard.press('Enter');
    await page.locator('.journey li').first().waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => item.evaluate((element) => element === document.activeElement), SOON).toBe(true);
  });
});

// The wall needs the board API: pages/wall/wall.browser.test.ts runs both.
describe.each(PAGES.filter((name) => name !== 'item' && name !== 'wall'))('the page %s', (name) => {
  test('answers in words before each chart, describes the chart by them, and fits windows of every width', async () => {
    const page = await board().open(`?page=${name}`, { width: 320, height: 844 });
    for (const card of await page.locator('.chart-card[data-look="shown"]').all()) {
      const answer = (await card.locator('.answer').textContent()) ?? '';
      expect(answer.length).toBeGreaterThan(15);
      expect(await card.locator('.plot').getAttribute('aria-label')).toContain(answer);
    }
    for (const width of [320, 390, 768, 1280, 1920]) {
      await page.setViewportSize({ width, height: 844 });
      // Charts are drawn again for the new width.
      await expect.poll(() => overflowing(page), SOON).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });

  test('has no accessibility fault that axe finds, light and dark', async () => {
    const page = await board().open(`?page=${name}`);
    await page.getByText(/More choices/).click();
    const table = page.locator('.chart-card[data-look="shown"] summary').first();
    if ((await table.count()) > 0) await table.click();
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    expect(await faultsOf(page)).toEqual([]);
    // The same elements in other colours.
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await faultsOf(page, ['color-contrast'])).toEqual([]);
  });

  test('its layout does not jump while answers arrive', async () => {
    const { browser, api } = board();
    const { page } = await browser.open('about:blank');
    await page.addInitScript(() => {
      const state = globalThis as unknown as { shift: number };
      state.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) state.shift += (entry as unknown as { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${api.url}?page=${name}`);
    await settled(page);
    const shift = await page.evaluate(() => (globalThis as unknown as { shift: number }).shift);
    expect(shift).toBeLessThan(0.1);
    await page.close();
  });
});

test.each(['?item=KF-1109', '?page=time&behind=leadTimeItems%3Ftitle%3DAll', '?page=item&item=KF-1148'])(
  '%s has no accessibility fault that axe finds',
  async (query) => {
    const page = await board().open(query);
    await page.locator(':is(dialog[open], .item-page) :is(.journey li, tbody tr)').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
  },
);

test('narrow: lists of items have nothing cut off, tables of numbers say that there is more', async () => {
  const page = await board().open('?page=promises', { width: 390, height: 844 });
  for (const list of ['misses', 'outlook']) {
    const box = page.locator(`.${list} .list-box`);
    expect(await box.locator('tbody tr').count()).toBeGreaterThan(0);
    expect(await box.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  }
  const titles = await page
    .locator('.misses tbody tr')
    .first()
    .locator('td')
    .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell, '::before').content));
  expect(titles).toEqual(['none', '"Late by"', '"Finished"', '"Promised"', '"Decided by"']);

  const flow = await board().open('?page=flow', { width: 390, height: 844 });
  const hint = flow.locator('.cumulative-flow .scroll-hint');
  await flow.locator('.cumulative-flow summary').click();
  await hint.waitFor();
  await flow.setViewportSize({ width: 1440, height: 844 });
  await hint.waitFor({ state: 'hidden' });
});

test('a chart follows the width of the window', async () => {
  const page = await board().open('?page=flow');
  await page.setViewportSize({ width: 600, height: 900 });
  await expect
    .poll(
      () => page.locator('.throughput svg').evaluate((svg) => Math.round(svg.getBoundingClientRect().width)),
      SOON,
    )
    .toBeLessThan(600);
});

test('the first chart of the first page comes with at most 400 KB', async () => {
  const { browser, api } = board();
  const context = await browser.context.browser()?.newContext();
  const page = await (context ?? browser.context).newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(api.url);
  await page.locator('.chart-card svg').first().waitFor();
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThanOrEqual(400_000);
  await page.close();
});

/** The cards whose chart is wider than its room. */
function overflowing(page: Page): Promise<string[]> {
  return page.locator('.chart-card[data-look="shown"]').evaluateAll((cards) =>
    cards.flatMap((card) => {
      const [svg, stage] = [card.querySelector('svg'), card.querySelector('.stage')];
      const inside =
        svg && stage && svg.getBoundingClientRect().right <= stage.getBoundingClientRect().right + 1;
      return inside ? [] : [card.className];
    }),
  );
}

/** What axe finds by these rules, or by all of its own. */
async function faultsOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (values) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(values ? { runOnly: { type: 'rule', values: [...values] } } : {});
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  }, rules);
}
