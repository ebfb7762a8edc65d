import type {
  CumulativeFlowAnswer,
  LeadTimeAnswer,
  QueuesAnswer,
  SlaAnswer,
  ThroughputAnswer,
} from '@kanban/api';
import type { TestDatabase } from '@kanban/schema/testing';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SOON, settled, startBrowser, type TestBrowser } from './testing/browser.ts';
import { buildDashboard } from './testing/built-dashboard.ts';
import { type RunningApi, startApi } from './testing/processes.ts';
import { createSampleBoard, MARKUP } from './testing/sample-board.ts';

let database: TestDatabase;
let dashboard: Awaited<ReturnType<typeof buildDashboard>>;
let api: RunningApi;
let browser: TestBrowser;
let opened: { page: Page; complaints: string[] }[] = [];

beforeAll(async () => {
  [database, dashboard, browser] = await Promise.all([createSampleBoard(), buildDashboard(), startBrowser()]);
  api = await startApi({ DATABASE_URL: database.url, DASHBOARD_DIR: dashboard.folder });
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await Promise.all([dashboard?.remove(), database?.drop()]);
});

afterEach(async () => {
  const pages = opened;
  opened = [];
  await Promise.all(pages.map(({ page }) => page.close()));
  expect(pages.flatMap(({ complaints }) => complaints)).toEqual([]);
});

async function open(query = '', size?: { width: number; height: number }): Promise<Page> {
  const visit = await browser.open(api.url + query, size);
  opened.push(visit);
  await settled(visit.page);
  return visit.page;
}

async function ask<Answer>(path: string): Promise<Answer> {
  const response = await fetch(`${api.url}v1/${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

const marks = (page: Page, card: string, layer: string) =>
  page.locator(`.${card} .${layer}_marks`).locator('path, text').count();

describe('every chart draws what the API answers', () => {
  const range = 'from=2026-01-01&to=2027-12-31';
  let page: Page;
  const wholePage = async () => {
    page = await open(`?${range}&interval=week`);
  };

  test('cumulative flow: a band for each queue, listed in flow order', async () => {
    await wholePage();
    const answer = await ask<CumulativeFlowAnswer>(`cumulative-flow?${range}&interval=week`);
    expect(await marks(page, 'cumulative-flow', 'bands')).toBe(answer.queues.length);
    const labels = await page.locator('.cumulative-flow .role-legend-label text').allTextContents();
    expect(labels).toEqual(answer.queues.map(({ name }) => name));
    await page.locator('.cumulative-flow summary').click();
    await expect
      .poll(() => page.locator('.cumulative-flow tbody tr').count(), SOON)
      .toBe(answer.points.length);
  });

  test('lead time: a dot for each item, a labelled line for each percentile', async () => {
    await wholePage();
    const answer = await ask<LeadTimeAnswer>(`lead-time?${range}`);
    expect(answer.sampleSize).toBeGreaterThan(50);
    expect(await marks(page, 'lead-time', 'items')).toBe(answer.sampleSize);
    const labels = await page.locator('.lead-time .percentileLabels_marks text').allTextContents();
    expect(labels).toHaveLength(4);
    expect(labels[2]).toMatch(/^85 %: \d+(\.\d)? (days|hours)$/);
  });

  test('distribution: a bar for each bin, a line for each percentile', async () => {
    await wholePage();
    const answer = await ask<LeadTimeAnswer>(`lead-time?${range}`);
    expect(await marks(page, 'lead-time-distribution', 'bins')).toBe(answer.distribution.length);
    expect(await page.locator('.lead-time-distribution .percentiles_marks line').count()).toBe(4);
  });

  test('throughput: a bar for each interval', async () => {
    await wholePage();
    const answer = await ask<ThroughputAnswer>(`throughput?${range}&interval=week`);
    expect(await marks(page, 'throughput', 'bars')).toBe(answer.intervals.length);
  });

  test('SLA: a bar for each outcome of each interval, a point for each rate', async () => {
    await wholePage();
    const { intervals } = await ask<SlaAnswer>(`sla?${range}&interval=week`);
    const outcomes = intervals.flatMap(({ hits, misses, withoutSla }) =>
      [hits, misses, withoutSla].filter((count) => count > 0),
    );
    expect(await marks(page, 'sla', 'bars')).toBe(outcomes.length);
    const rates = intervals.filter(({ hitRate }) => hitRate !== null).length;
    expect(await page.locator('.sla .mark-symbol.role-mark path').count()).toBe(rates);
  });

  test('queues now: a bar for each open queue, a tick for each limit, in words when over it', async () => {
    await wholePage();
    const { queues } = await ask<QueuesAnswer>('queues');
    const openQueues = queues.filter(
      ({ kind, wipLimit }) => ['backlog', 'buffer', 'active'].includes(kind) || wipLimit >= 0,
    );
    expect(await marks(page, 'queues', 'items')).toBe(openQueues.length);
    const limited = openQueues.filter(({ wipLimit }) => wipLimit >= 0);
    expect(await marks(page, 'queues', 'limits')).toBe(limited.length);
    expect(await page.locator('.queues svg').textContent()).toContain('of 1, over the limit');
  });

  test('key figures are those of the answers', async () => {
    await wholePage();
    const { total } = await ask<SlaAnswer>(`sla?${range}`);
    const figures = await page.locator('.figures').textContent();
    expect(figures).toContain(`${total.misses} of ${total.hits + total.misses} late`);
    const { workInProgress } = await ask<QueuesAnswer>('queues');
    expect(figures).toContain(String(workInProgress));
  });

  test('throughput has one average on the page, and says how it is made', async () => {
    const page = await open('?from=2026-08-05&to=2026-10-16&interval=week');
    const average = /([\d.]+ a week)/.exec((await page.locator('.figures').textContent()) ?? '')?.[1];
    expect(average).toBeDefined();
    expect(await page.locator('.throughput svg').textContent()).toContain(`Average: ${average}`);
    await page.getByText('How these numbers are made').click();
    expect(await page.locator('.provenance').textContent()).toContain('Average throughput');
  });
});

describe('what is chosen', () => {
  test('stream and range change the address and the charts, and the back button brings them back', async () => {
    const page = await open();
    const titleAtFirst = await page.locator('h1').textContent();
    const dotsAtFirst = await marks(page, 'lead-time', 'items');

    await page.getByText('30 days', { exact: true }).click();
    await page.waitForURL('**/?days=30');
    await settled(page);
    expect(await marks(page, 'lead-time', 'items')).toBeLessThan(dotsAtFirst);

    await page.getByLabel('Value stream').selectOption('other');
    await page.waitForURL('**/?stream=other&days=30');
    await settled(page);
    expect(await page.locator('h1').textContent()).toBe('other');
    expect(await page.locator('.updated').textContent()).toContain('Asia/Kathmandu');
    const { sampleSize } = await ask<LeadTimeAnswer>('lead-time?stream=other');
    expect(await marks(page, 'lead-time', 'items')).toBeLessThanOrEqual(sampleSize);

    await page.goBack();
    await page.goBack();
    await settled(page);
    await expect.poll(() => page.locator('h1').textContent(), SOON).toBe(titleAtFirst);
    await expect.poll(() => marks(page, 'lead-time', 'items'), SOON).toBe(dotsAtFirst);
  });

  test('a link shows the same view to somebody else', async () => {
    const query =
      '?stream=other&from=2026-09-01&to=2026-10-15&interval=week&timeZone=America%2FNew_York&measure=cycle&policy=highWater';
    const page = await open(query);
    expect(await page.getByLabel('Value stream').inputValue()).toBe('other');
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('2026-09-01');
    expect(await page.getByLabel('Interval').inputValue()).toBe('week');
    expect(await page.getByLabel('Time zone').inputValue()).toBe('America/New_York');
    expect(await page.getByLabel('Furthest reached').isChecked()).toBe(true);
    expect(await page.locator('.lead-time .subtitle').textContent()).toMatch(/^Cycle time/);
    expect(new URL(page.url()).search).toBe(query);
  });

  test('a custom range is chosen with two dates', async () => {
    const page = await open();
    await page.getByText('Custom', { exact: true }).click();
    await page.getByLabel('From', { exact: true }).fill('2026-10-01');
    await page.getByLabel('To, included').fill('2026-10-31');
    await page.waitForURL('**/?from=2026-10-01&to=2026-10-31');
    await expect
      .poll(() => page.locator('.updated').textContent(), SOON)
      .toContain('1 Oct 2026 to 31 Oct 2026');
  });
});

describe('nothing to show', () => {
  test('a stream without events says so in every chart', async () => {
    const page = await open('?stream=quiet');
    await expect
      .poll(() => page.locator('.notice').textContent(), SOON)
      .toContain('Nothing has happened in “quiet” yet.');
    const notes = await page.locator('.stage > .note').allTextContents();
    expect(notes.filter((note) => note !== '')).toHaveLength(5);
    expect(await page.locator('.stage svg').count()).toBe(1);
    expect(await page.locator('.queues svg').textContent()).toContain('0 of 2');
  });

  test('a range without events offers one with', async () => {
    const page = await open('?from=2020-01-01&to=2020-03-31');
    await expect
      .poll(() => page.locator('.notice').textContent(), SOON)
      .toContain('No item was finished in this range');
    await page.getByText('Show its last 90 days').click();
    await expect.poll(() => marks(page, 'lead-time', 'items'), SOON).toBeGreaterThan(0);
  });
});

describe('refusals of the API are shown as it words them', () => {
  test.each([
    ['?stream=nope', 'There is no value stream named “nope”'],
    ['?timeZone=Mars%2FBase', 'Mars/Base'],
    ['?from=2026-02-30&to=2026-03-31', '2026-02-30'],
    ['?from=2026-05-01&to=2026-04-01', 'from'],
  ])('%s', async (query, words) => {
    const visit = await browser.open(api.url + query);
    const notice = visit.page.locator('.notice.refused');
    await notice.waitFor();
    expect(await notice.textContent()).toContain(words);
    await notice.getByRole('button').click();
    await settled(visit.page);
    expect(await visit.page.locator('.notice.refused').count()).toBe(0);
    await visit.page.close();
  });
});

test('a date that does not exist is shown as it was asked for, and put into no input', async () => {
  const { page, complaints } = await browser.open(`${api.url}?from=2026-02-30&to=xx`);
  await page.locator('.notice.refused').waitFor();
  expect(await page.locator('.updated').textContent()).toContain('2026-02-30 to xx');
  expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('');
  expect(complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
  await page.close();
});

describe('an item opens whatever it is called', () => {
  const references = ['a/b?c#d..e%f', '50%25', '../queues', '..', 'ü & "ö" + 1'];
  beforeAll(async () => {
    for (const reference of references) {
      await database.pool.query('INSERT INTO work_items (reference, short_desc) VALUES (?, ?)', [
        reference,
        `called ${reference}`,
      ]);
      await database.pool.query("INSERT INTO queues (reference, queue_name) VALUES (?, 'backlog')", [
        reference,
      ]);
    }
  });

  test.each(references)('%s', async (reference) => {
    const page = await open(`?item=${encodeURIComponent(reference)}`);
    const words = reference === '..' ? 'no address can hold it' : `called ${reference}`;
    await expect.poll(() => page.locator('.item-body').textContent(), SOON).toContain(words);
    await page.keyboard.press('Escape');
  });
});

describe('everybody can use it', () => {
  test('text from the database is never read as HTML', async () => {
    const page = await open();
    await expect.poll(() => page.locator('.outlook').textContent(), SOON).toContain(MARKUP);
    await page.locator('.outlook').getByRole('button', { name: MARKUP }).click();
    await expect.poll(() => page.locator('.item-dialog .item-desc').textContent(), SOON).toBe(MARKUP);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });

  test('an item’s journey opens from a dot, has an address, and closes', async () => {
    const page = await open();
    await page.locator('.lead-time .items_marks path').first().click({ force: true });
    await page.locator('.journey li').first().waitFor();
    expect(new URL(page.url()).searchParams.get('item')).not.toBeNull();
    await page.keyboard.press('Escape');
    await expect.poll(() => new URL(page.url()).searchParams.get('item'), SOON).toBeNull();
    await page.goBack();
    await page.locator('.item-dialog[open]').waitFor();
  });

  test('everything is reached and used with the keyboard alone', async () => {
    const page = await open();
    const reached: string[] = [];
    for (let press = 0; press < 60; press += 1) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(() => {
          const { activeElement: element } = document;
          return `${element?.id || element?.getAttribute('aria-label') || element?.textContent || element?.tagName}`;
        }),
      );
    }
    const wanted = ['Skip to the charts', 'stream', 'interval', 'measure', 'time-zone', 'Show as table'];
    expect(reached).toEqual(expect.arrayContaining(wanted));
    expect(reached).toEqual(
      expect.arrayContaining(['CSV', 'PNG', 'SVG'].map((format) => expect.stringMatching(`as ${format}$`))),
    );

    await page.locator('.throughput summary').focus();
    await page.keyboard.press('Enter');
    await page.locator('.throughput tbody tr').first().waitFor();
    const item = page.locator('.misses button.link').first();
    await item.focus();
    await page.keyboard.press('Enter');
    await page.locator('.journey li').first().waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => item.evaluate((element) => element === document.activeElement), SOON).toBe(true);
  });

  test('each chart is described in words', async () => {
    const page = await open();
    for (const plot of await page.getByRole('img').filter({ visible: true }).all()) {
      const label = (await plot.getAttribute('aria-label')) ?? (await plot.getAttribute('alt')) ?? '';
      if ((await plot.getAttribute('class')) === 'plot') expect(label.length).toBeGreaterThan(40);
    }
  });

  test.each(['light', 'dark'] as const)('no accessibility fault that axe finds: %s', async (colorScheme) => {
    const page = await open();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator('.lead-time summary').click();
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
    });
    expect(violations).toEqual([]);
  });

  test.each([320, 390, 768, 1440, 1920])('fits a window of %d pixels', async (width) => {
    const page = await open('', { width, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const overflowing = await page.locator('.chart-card').evaluateAll((cards) =>
      cards.flatMap((card) => {
        const [svg, stage] = [card.querySelector('svg'), card.querySelector('.stage')];
        const inside =
          svg && stage && svg.getBoundingClientRect().right <= stage.getBoundingClientRect().right + 1;
        return inside ? [] : [card.className];
      }),
    );
    expect(overflowing).toEqual([]);
  });

  test('narrow: lists of items have nothing cut off, tables of numbers say that there is more', async () => {
    const page = await open('', { width: 390, height: 844 });
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

    const hint = page.locator('.cumulative-flow .scroll-hint');
    await page.locator('.cumulative-flow summary').click();
    await hint.waitFor();
    await page.setViewportSize({ width: 1440, height: 844 });
    await hint.waitFor({ state: 'hidden' });
  });

  test('a chart follows the width of the window', async () => {
    const page = await open();
    await page.setViewportSize({ width: 600, height: 900 });
    await expect
      .poll(
        () =>
          page.locator('.throughput svg').evaluate((svg) => Math.round(svg.getBoundingClientRect().width)),
        SOON,
      )
      .toBeLessThan(600);
  });

  test('the layout does not jump while answers arrive', async () => {
    const visit = await browser.open('about:blank');
    opened.push(visit);
    await visit.page.addInitScript(() => {
      const state = globalThis as unknown as { shift: number };
      state.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) state.shift += (entry as unknown as { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await visit.page.goto(api.url);
    await settled(visit.page);
    const shift = await visit.page.evaluate(() => (globalThis as unknown as { shift: number }).shift);
    expect(shift).toBeLessThan(0.05);
  });
});
