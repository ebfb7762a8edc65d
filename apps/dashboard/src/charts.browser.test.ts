import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  CumulativeFlowAnswer,
  FlowAnswer,
  LeadTimeAnswer,
  LeadTimeIntervalsAnswer,
  QueuesAnswer,
  SlaAnswer,
  ThroughputAnswer,
} from '@kanban/api';
import { describe, expect, test } from 'vitest';
import { SOON, settled } from './testing/browser.ts';
import { MANY, writeManyItems } from './testing/many-items.ts';
import { kanban } from './testing/processes.ts';
import { marks, runningBoard } from './testing/running-board.ts';

const board = runningBoard();

describe('every chart draws what the API answers', () => {
  const range = 'from=2026-01-01&to=2027-12-31&measure=lead';
  const days = 'from=2026-01-01&to=2027-12-31';

  test('cumulative flow: a band for each queue, listed in flow order', async () => {
    const { open, ask } = board();
    const page = await open(`?page=flow&${days}&interval=week`);
    const answer = await ask<CumulativeFlowAnswer>(`cumulative-flow?${days}&interval=week`);
    expect(await marks(page, 'cumulative-flow', 'bands')).toBe(answer.queues.length);
    const labels = await page.locator('.cumulative-flow .role-legend-label text').allTextContents();
    expect(labels).toEqual(answer.queues.map(({ name }) => name));
    await page.locator('.cumulative-flow summary').click();
    await expect
      .poll(() => page.locator('.cumulative-flow tbody tr').count(), SOON)
      .toBe(answer.points.length);
  });

  test('lead time: a dot for each item, a labelled line for each percentile; a point for each percentile over time; a bar for each bin', async () => {
    const { open, ask } = board();
    const page = await open(`?page=time&${range}&interval=month`);
    const answer = await ask<LeadTimeAnswer>(`lead-time?${range}`);
    expect(answer.sampleSize).toBeGreaterThan(50);
    expect(await marks(page, 'lead-time', 'items')).toBe(answer.sampleSize);
    const labels = await page.locator('.lead-time .percentileLabels_marks text').allTextContents();
    expect(labels).toHaveLength(4);
    expect(labels[2]).toMatch(/^85 of 100: \d+(\.\d)? (days|hours)$/);

    // Over time: a point for each percentile of each interval in which anything was finished.
    const { intervals } = await ask<LeadTimeIntervalsAnswer>(`lead-time/intervals?${range}&interval=month`);
    const filled = intervals.filter(({ sampleSize }) => sampleSize > 0);
    expect(await marks(page, 'lead-time-over-time', 'points')).toBe(4 * filled.length);

    // The distribution: a bar for each bin, a line for each percentile.
    expect(await marks(page, 'lead-time-distribution', 'bins')).toBe(answer.distribution.length);
    expect(await page.locator('.lead-time-distribution .percentiles_marks line').count()).toBe(4);
  });

  test('throughput: a bar for each interval', async () => {
    const { open, ask } = board();
    const page = await open(`?page=flow&${days}&interval=week`);
    const answer = await ask<ThroughputAnswer>(`throughput?${days}&interval=week`);
    expect(await marks(page, 'throughput', 'bars')).toBe(answer.intervals.length);
  });

  test('SLA: a bar for each outcome of each interval, a point for each rate', async () => {
    const { open, ask } = board();
    const page = await open(`?page=promises&${days}&interval=week`);
    const { intervals } = await ask<SlaAnswer>(`sla?${days}&interval=week`);
    const outcomes = intervals.flatMap(({ hits, misses, withoutSla }) =>
      [hits, misses, withoutSla].filter((count) => count > 0),
    );
    expect(await marks(page, 'sla', 'bars')).toBe(outcomes.length);
    const rates = intervals.filter(({ hitRate }) => hitRate !== null).length;
    expect(await page.locator('.sla .mark-symbol.role-mark path').count()).toBe(rates);
  });

  test('queues now: a bar and a tick for each queue with a limit, in words when over it; those without apart', async () => {
    const { open, ask } = board();
    const page = await open();
    const { queues } = await ask<QueuesAnswer>('queues');
    const limited = queues.filter(({ wipLimit }) => wipLimit >= 0);
    expect(await marks(page, 'queues', 'items')).toBe(limited.length);
    expect(await marks(page, 'queues', 'limits')).toBe(limited.length);
    expect(await page.locator('.queues svg').textContent()).toContain('of 1, over the limit');
    expect(await page.locator('.queues .answer').textContent()).toContain('Over the limit: development');
    const backlog = queues.find(({ name }) => name === 'backlog');
    expect(await page.locator('.queues .subtitle').textContent()).toContain(`backlog ${backlog?.currentWip}`);
  });

  test('key figures are those of the answers', async () => {
    const { open, ask } = board();
    const promises = await open(`?page=promises&${days}`);
    const { total } = await ask<SlaAnswer>(`sla?${days}`);
    const kept = await promises.locator('.figures').textContent();
    expect(kept).toContain(`${total.misses} of ${total.hits + total.misses} late`);
    const flowing = await open(`?page=flow&${days}&interval=week`);
    const flow = await ask<FlowAnswer>(`flow?${days}&interval=week`);
    expect(await flowing.locator('.figures').textContent()).toContain(`${flow.total?.wip} items at the end`);
  });

  test('throughput has one average on the page, and says how it is made', async () => {
    const page = await board().open('?page=flow&from=2026-08-05&to=2026-10-16&interval=week');
    const average = /([\d.]+ a week)/.exec((await page.locator('.figures').textContent()) ?? '')?.[1];
    expect(average).toBeDefined();
    expect(await page.locator('.throughput svg').textContent()).toContain(`Average: ${average}`);
    await page.getByText('How these numbers are made').click();
    expect(await page.locator('.provenance').textContent()).toContain('Average throughput');
  });
});

test('130,000 items are counted in cells; dragging across a part shows its items one by one, and there is a way back', async () => {
  const { open, ask, database } = board();
  await writeManyItems(database.pool);
  const page = await open('?page=time&stream=many');
  const whole = await ask<LeadTimeAnswer>('lead-time?stream=many');
  expect(whole.sampleSize).toBeGreaterThan(MANY * 0.95);
  expect(await marks(page, 'lead-time', 'items')).toBe(0);
  const cells = await marks(page, 'lead-time', 'cells');
  expect(cells).toBeGreaterThan(1_000);
  expect(await page.locator('.lead-time .subtitle').textContent()).toContain('Drag across a part');

  const plot = await page.locator('.lead-time .plot').boundingBox();
  if (!plot) throw new Error('There is no chart.');
  const [x, y] = [plot.x + plot.width / 2, plot.y + plot.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 9, y, { steps: 3 });
  await page.mouse.up();
  await page.waitForURL('**/?page=time&stream=many&from=*&to=*&zoomedFrom=days%3D90');
  await settled(page);
  const { searchParams } = new URL(page.url());
  const [from, to] = ['from', 'to'].map((name) => searchParams.get(name) ?? '');
  // Some ten pixels are a day, and days are whole.
  expect(Date.parse(to as string) - Date.parse(from as string)).toBeLessThanOrEqual(2 * 86_400_000);
  const part = await ask<LeadTimeAnswer>(`lead-time?stream=many&from=${from}&to=${to}`);
  expect(part.sampleSize).toBeGreaterThanOrEqual(1_440);
  await expect.poll(() => marks(page, 'lead-time', 'items'), SOON).toBe(part.sampleSize);
  expect(await page.locator('.behind-dialog[open]').count()).toBe(0);

  await page.getByRole('button', { name: 'Back to 90 days' }).click();
  await page.waitForURL('**/?page=time&stream=many');
  await settled(page);
  await expect.poll(() => marks(page, 'lead-time', 'cells'), SOON).toBe(cells);
  await page.locator('.lead-time .cells_marks path').first().click({ force: true });
  await page.locator('.behind-dialog tbody tr').first().waitFor();
});

test('a report says what the pages say: the same figures and sentences for the same range', async () => {
  const { open, api, browser, database } = board();
  const folder = await mkdtemp(join(tmpdir(), 'kanban-report-'));
  try {
    const file = join(folder, 'report.html');
    const from = ['--from', '2026-08-05', '--to', '2026-10-16', '--api', api.url.replace(/\/$/, '')];
    await kanban(database.url, 'report', ...from, '--out', file);
    const report = await browser.context.newPage();
    await report.goto(pathToFileURL(file).href);
    const [sentences = [], figures = []] = await report.evaluate(SAID);
    await report.close();
    const said = new Map<string, string>();
    for (const name of ['flow', 'time', 'promises', 'today']) {
      const page = await open(`?page=${name}&from=2026-08-05&to=2026-10-16`);
      for (const pairs of await page.evaluate(SAID)) for (const [what, words] of pairs) said.set(what, words);
    }
    // Eight charts, and what to talk about.
    expect(sentences).toHaveLength(9);
    expect(figures.map(([label]) => label)).toContain('Median cycle time');
    for (const [what, words] of [...sentences, ...figures]) {
      // What is under way now is a figure of the report alone: pages have the average of their range.
      if (what !== 'Work in progress now') expect([what, said.get(what)]).toEqual([what, words]);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** The sentences below headings, and the figures, of a page as of a report. As a text: tests know no document. */
const SAID = `(() => {
  const text = (element) => element.textContent.trim();
  const sentences = [...document.querySelectorAll('.card')].flatMap((card) => {
    const answer = card.querySelector('.answer');
    return answer ? [[text(card.querySelector('h2')), text(answer)]] : [];
  });
  const figures = [...document.querySelectorAll('.figure')].map((figure) => {
    const [label, ...rest] = [...figure.children].map(text);
    return [label, rest.filter(Boolean).join(' / ')];
  });
  return [sentences, figures];
})()` as unknown as () => [string, string][][];
