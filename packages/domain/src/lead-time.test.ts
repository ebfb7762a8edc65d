import { expect, test } from 'vitest';
import { HOUR, type LeadTimeDefinition, leadTime } from './index.ts';

const at = (iso: string) => Date.parse(iso) * 1000;
const definition: LeadTimeDefinition = {
  clock: 'lead',
  dayCount: 'exact',
  percentiles: [50],
  method: 'nearest-rank',
};
const ITEM = {
  reference: 'A-1',
  enteredAt: at('2026-03-28T22:00:00Z'),
  committedAt: at('2026-03-29T00:30:00Z'),
  finishedAt: at('2026-03-29T02:00:00Z'),
};

test('lead time runs from entered, cycle time from committed, in elapsed time', () => {
  expect(leadTime([ITEM], [], 'Europe/Berlin', definition)).toEqual({
    unit: 'microseconds',
    rows: [{ item: ITEM, startedAt: ITEM.enteredAt, endedAt: ITEM.finishedAt, duration: 4 * HOUR }],
    unmeasured: 0,
    percentiles: [{ percentile: 50, value: 4 * HOUR, shareAtOrUnder: 1, sampleSize: 1 }],
    mean: 4 * HOUR,
    min: 4 * HOUR,
    max: 4 * HOUR,
  });
  const cycle = leadTime([ITEM], [], 'Europe/Berlin', { ...definition, clock: 'cycle' });
  expect(cycle.rows[0]?.duration).toBe(1.5 * HOUR);
});

test('inclusive days are those of the zone', () => {
  const days = (timeZone: string) => {
    const answer = leadTime([ITEM], [], timeZone, { ...definition, dayCount: 'inclusive' });
    return [answer.unit, answer.rows[0]?.duration, answer.mean];
  };
  expect(days('Europe/Berlin')).toEqual(['days', 2, 2]);
  expect(days('Asia/Kathmandu')).toEqual(['days', 1, 1]);
});

test('items that the clock does not measure are counted, never silently left out', () => {
  const queue = { id: 1, name: 'closed', position: 1, kind: 'completed', wipLimit: -1 } as const;
  const clock = { startQueue: 1, endQueue: 1 };
  const answer = leadTime([{ ...ITEM, visits: [] }], [queue], 'UTC', { ...definition, clock });
  expect(answer).toMatchObject({ rows: [], unmeasured: 1, mean: null, min: null, max: null });
});
