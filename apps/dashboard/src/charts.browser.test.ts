import type {
  CumulativeFlowAnswer,
  FlowAnswer,
  LeadTimeAnswer,
  QueuesAnswer,
  SlaAnswer,
  ThroughputAnswer,
} from '@kanban/api';
import { describe, expect, test } from 'vitest';
import { SOON } from './testing/browser.ts';
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

  test('lead time: a dot for each item, a labelled line for each percentile', async () => {
    const { open, ask } = board();
    const page = await open(`?page=time&${range}`);
    const answer = await ask<LeadTimeAnswer>(`lead-time?${range}`);
    expect(answer.sampleSize).toBeGreaterThan(50);
    expect(await marks(page, 'lead-time', 'items')).toBe(answer.sampleSize);
    const labels = await page.locator('.lead-time .percentileLabels_marks text').allTextContents();
    expect(labels).toHaveLength(4);
    expect(labels[2]).toMatch(/^85 %: \d+(\.\d)? (days|hours)$/);
  });

  test('distribution: a bar for each bin, a line for each percentile', async () => {
    const { open, ask } = board();
    const page = await open(`?page=time&${range}`);
    const answer = await ask<LeadTimeAnswer>(`lead-time?${range}`);
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
