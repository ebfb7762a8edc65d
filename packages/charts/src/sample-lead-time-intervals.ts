import type { LeadTimeIntervalsAnswer } from '@kanban/api';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 20);

const iso = (day: number) => new Date(START + day * DAY).toISOString().replace('Z', '000Z');

/** So many days: nothing finished on every fifth, few items on every third, and each day a little slower than the one before. */
export function leadTimeIntervalsOf(count: number): LeadTimeIntervalsAnswer {
  const intervals = Array.from({ length: count }, (_, n) => {
    const sampleSize = n % 5 === 4 ? 0 : n % 3 === 2 ? 2 : 8;
    const percentiles = [50, 70, 85, 95].map((percentile) => ({
      percentile,
      leadTimeMs: sampleSize === 0 ? null : (percentile / 10 + n / 4) * DAY,
      shareAtOrUnder: sampleSize === 0 ? null : percentile / 100,
      sampleSize,
      isMaximum: sampleSize === 0 ? null : percentile === 95,
    }));
    return {
      ...{ start: iso(n), end: iso(n + 1), label: iso(n).slice(0, 10), isComplete: n < count - 1 },
      ...{ sampleSize, meanMs: sampleSize === 0 ? null : 5 * DAY, percentiles, reasons: {} },
    };
  });
  const sampleSize = intervals.reduce((sum, interval) => sum + interval.sampleSize, 0);
  return {
    ...{ valueStream: 'main', timeZone: 'UTC', from: iso(0), to: iso(Math.max(1, count)), lastAuditId: 7 },
    ...{ at: iso(100), asOf: iso(100), isSettled: false, parameters: {}, groups: [], comparison: null },
    definitions: {
      ...{ version: 1, measure: 'cycle', startQueue: null, endQueue: null, clock: '', population: '' },
      ...{ dayCount: 'exact', percentileMethod: 'nearest-rank', interval: 'day' },
    },
    total: { sampleSize, unmeasured: 0, meanMs: null, minMs: null, maxMs: null, percentiles: [] },
    intervals,
  };
}
