import { describe, expect, test } from 'vitest';
import { keyFigures } from './key-figures.ts';
import { leadTimeOf, queuesOf, slaOf, throughputOf } from './sample-answers.ts';

const DAY = 86_400_000;

function took(sampleSize: number, days: number) {
  const answer = leadTimeOf(Math.max(1, sampleSize));
  const leadTimeMs = sampleSize === 0 ? null : days * DAY;
  const percentiles = [50, 85].map((percentile) => ({
    percentile,
    leadTimeMs,
    shareAtOrUnder: null,
    sampleSize,
  }));
  return { ...answer, sampleSize, percentiles };
}

describe('how long items took', () => {
  test('nobody, one, many better, many worse, and unknown', () => {
    expect(keyFigures.median(null)).toMatchObject({ value: '–', note: 'nothing finished' });
    expect(keyFigures.median(took(0, 0), took(9, 3))).toMatchObject({ value: '–', change: null });
    expect(keyFigures.median(took(1, 4))).toMatchObject({ value: '4 days', note: 'of 1 finished item' });
    expect(keyFigures.median(took(3, 4), took(3, 5)).change?.words).toMatch(/; too few items to judge$/);
    expect(keyFigures.percentile85(took(9, 4), took(9, 5)).change?.words).toBe(
      '▼ 1 day less than before (5 days): better',
    );
    expect(keyFigures.percentile85(took(9, 5), took(9, 4)).change?.direction).toBe('worse');
  });
});

describe('how much was finished', () => {
  const finished = (total: number) => {
    const start = Date.parse('2026-03-02T00:00:00Z');
    const [from, to] = [start, start + 70 * DAY].map((ms) => new Date(ms).toISOString()) as [string, string];
    return { ...throughputOf(1), from, to, answeredAtMs: start + 400 * DAY, total };
  };

  test('nobody, one, many better, many worse, and unknown', () => {
    expect(keyFigures.perWeek(null)).toMatchObject({ value: '–' });
    expect(keyFigures.perWeek(finished(0))).toMatchObject({ value: '0 a week', note: '0 items finished' });
    expect(keyFigures.perWeek(finished(1))).toMatchObject({ value: '0.1 a week', note: '1 item finished' });
    expect(keyFigures.perWeek(finished(30), finished(20)).change?.words).toContain('than before (2): better');
    expect(keyFigures.perWeek(finished(20), finished(30)).change?.direction).toBe('worse');
  });

  test('a range that is not over says how much of it has passed, which is what its rate counts', () => {
    const [start, to] = ['2026-03-02T00:00:00Z', '2026-03-16T00:00:00Z'];
    const running = { ...finished(20), to, answeredAtMs: Date.parse(start) + 13.7 * DAY };
    expect(keyFigures.perWeek(running)).toMatchObject({
      value: '10.2 a week',
      note: '20 items finished in 13.7 days so far',
    });
    // What was known at an instant is asked for again later.
    const known = { ...running, answeredAtMs: Date.parse(start) + 400 * DAY };
    const asOf = new Date(Date.parse(start) + 7 * DAY).toISOString();
    expect(keyFigures.perWeek({ ...known, parameters: { asOf } }).value).toBe('20 a week');
    expect(keyFigures.perWeek(known)).toMatchObject({ value: '10 a week', note: '20 items finished' });
  });
});

test('promises kept: without one, one, many better and worse, unknown', () => {
  const kept = (hits: number, misses: number) => {
    const hitRate = hits + misses === 0 ? null : hits / (hits + misses);
    return { ...slaOf(1), total: { finished: hits + misses, hits, misses, withoutSla: 0, hitRate } };
  };
  expect(keyFigures.inTime(null)).toMatchObject({ value: '–', note: '' });
  expect(keyFigures.inTime(kept(0, 0))).toMatchObject({ value: '–', note: 'nothing finished had an SLA' });
  expect(keyFigures.inTime(kept(1, 0))).toMatchObject({ value: '100 %', note: '0 of 1 late' });
  expect(keyFigures.inTime(kept(15, 5), kept(10, 10)).change?.words).toContain('(50 %): better');
  expect(keyFigures.inTime(kept(10, 10), kept(15, 5)).change?.direction).toBe('worse');
});

test('work in progress: none over, one over, three full, unknown', () => {
  const [sample] = queuesOf(1).queues;
  if (!sample) throw new Error('The sample has no queue.');
  const boardOf = (...states: readonly ('free' | 'full' | 'over')[]) => ({
    ...queuesOf(1),
    workInProgress: 7,
    queues: states.map((state) => ({
      ...sample,
      kind: 'active' as const,
      isFull: state !== 'free',
      isOverloaded: state === 'over',
    })),
  });
  expect(keyFigures.workInProgress(null)).toMatchObject({ value: '–' });
  expect(keyFigures.workInProgress(boardOf('free')).note).toBe('committed, not finished');
  expect(keyFigures.workInProgress(boardOf('over', 'full', 'full', 'full')).note).toBe(
    '1 queue over the limit, 3 queues full',
  );
});
