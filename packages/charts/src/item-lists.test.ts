import { describe, expect, test } from 'vitest';
import { misses, outlook } from './item-lists.ts';
import { slaOf } from './sample-answers.ts';

type Row = ReturnType<typeof slaOf>['worst']['open'][number];

const ROW = {
  reference: 'A-1',
  shortDesc: null,
  queue: 'dev',
  state: 'late',
  decidedBy: 'policy',
  deadline: '2026-03-20T12:00:00.000000Z',
  dueIsDay: false,
  finishedAt: '2026-03-23T12:00:00.000000Z',
  expected85: null,
  lateByMs: 86_400_000,
  missProbability: null,
} as unknown as Row;

function answerOf(all: number, rows: readonly Partial<Row>[] = Array.from({ length: all }, () => ({}))) {
  const sample = slaOf(3);
  const worst = rows.map((row) => ({ ...ROW, ...row }));
  return {
    ...sample,
    timeZone: 'UTC',
    total: { ...sample.total, misses: all },
    open: { ...sample.open, late: all, likelyLate: 0, atRisk: 0 },
    worst: { ...sample.worst, misses: worst, open: worst },
  } as ReturnType<typeof slaOf>;
}

describe('broken promises', () => {
  test('none, one, three, and many of which some are shown', () => {
    expect(misses.read(answerOf(0)).rows).toEqual([]);
    expect(misses.read(answerOf(1)).subtitle).toBe('1 item finished late in this range');
    expect(misses.read(answerOf(3)).subtitle).toBe(
      '3 items finished late in this range, the most overdue first',
    );
    expect(misses.read(answerOf(2_000, [{}, {}, {}])).subtitle).toBe(
      '2,000 items finished late in this range: the first 3, the most overdue first',
    );
  });
});

describe('promises in danger', () => {
  test('one, three, and many of which some are shown', () => {
    expect(outlook.read(answerOf(1)).subtitle).toBe('1 open item late, 0 likely late, 0 at risk');
    expect(outlook.read(answerOf(3)).subtitle).toBe('3 open items late, 0 likely late, 0 at risk');
    expect(outlook.read(answerOf(1_200, [{}])).subtitle).toBe(
      '1,200 open items late, 0 likely late, 0 at risk: the first, the nearest deadline first',
    );
  });

  test('late, likely late, at risk, by how much and with what chance, as far as it is known', () => {
    const said = (row: Partial<Row>) => outlook.read(answerOf(1, [row])).rows[0]?.cells[0];
    expect(said({ state: 'late', lateByMs: 3 * 86_400_000 })).toBe('late by 3 days');
    expect(said({ state: 'likelyLate', missProbability: 0.62 })).toBe('likely late (62 %)');
    expect(said({ state: 'likelyLate', missProbability: 1, isBeyondHistory: true })).toBe(
      'likely late (longer than all such items)',
    );
    expect(said({ state: 'atRisk', missProbability: null })).toBe('at risk');
  });
});
