import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAY,
  type EndedVisit,
  elapsedBetween,
  inDays,
  MINUTE,
  paceOf,
  serviceLevel,
  withoutUndone,
} from '../index.ts';
import { boardItems } from '../testing/board-items.ts';

describe('a stay that was undone counts in no figure', () => {
  const visits = (...moves: [minute: number, queueId: number | null, reason?: string][]): EndedVisit[] =>
    moves.flatMap(([minute, queueId], place) => {
      const next = moves[place + 1];
      if (queueId === null) return [];
      return [
        {
          queueId,
          enteredAt: minute * MINUTE,
          leftAt: next ? next[0] * MINUTE : null,
          endReason: next?.[2] ?? null,
        },
      ];
    });
  const kept = (...moves: [minute: number, queueId: number | null, reason?: string][]) =>
    withoutUndone(visits(...moves)).map(({ queueId, enteredAt, leftAt }) => [
      queueId,
      enteredAt / MINUTE,
      leftAt === null ? null : leftAt / MINUTE,
    ]);

  test('the visit before it continues', () => {
    expect(kept([0, 1], [50, 2], [60, 1, 'undo'], [90, 2])).toEqual([
      [1, 0, 90],
      [2, 90, null],
    ]);
  });

  test('within 10 minutes, with that reason, and by a move', () => {
    expect(kept([0, 1], [50, 2], [60.001, 1, 'undo']).length).toBe(3);
    expect(kept([0, 1], [50, 2], [60, 1, 'oops']).length).toBe(3);
    expect(kept([0, 1], [50, 2], [60, null, 'undo'])).toEqual([
      [1, 0, 50],
      [2, 50, 60],
    ]);
    expect(kept([0, 1], [50, 2], [60, null, 'undo'], [70, 1]).length).toBe(3);
  });

  test('if the item then went elsewhere, the visit before it lasts until then', () => {
    expect(kept([0, 1], [50, 2], [60, 3, 'undo'])).toEqual([
      [1, 0, 60],
      [3, 60, null],
    ]);
  });

  test('if it was the first, the next visit begins with it', () => {
    expect(kept([0, 2], [5, 1, 'undo'])).toEqual([[1, 0, null]]);
  });

  test('one after the other', () => {
    expect(kept([0, 1], [50, 2], [55, 3, 'undo'], [60, 1, 'undo'])).toEqual([[1, 0, null]]);
  });

  test('no time is lost or counted twice', () => {
    const moves = fc.array(
      fc.record({
        pause: fc.integer({ min: 0, max: 20 }),
        queueId: fc.option(fc.nat(3)),
        reason: fc.constantFrom('undo', undefined),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(moves, (list) => {
        let minute = 0;
        const all = visits(
          ...list.map(({ pause, queueId, reason }): [number, number | null, string?] => {
            minute += pause;
            return reason === undefined ? [minute, queueId] : [minute, queueId, reason];
          }),
        );
        const end = (minute + 1) * MINUTE;
        const lasted = (own: readonly { enteredAt: number; leftAt: number | null }[]) =>
          own.reduce((sum, { enteredAt, leftAt }) => sum + (leftAt ?? end) - enteredAt, 0);
        const rest = withoutUndone(all);
        expect(lasted(rest)).toBe(lasted(all));
        rest.slice(1).forEach(({ enteredAt }, n) => {
          expect(enteredAt).toBeGreaterThanOrEqual(rest[n]?.leftAt as number);
        });
        if (all.every(({ endReason }) => endReason !== 'undo')) {
          expect(rest).toEqual(all.map(({ endReason: _, ...visit }) => visit));
        }
      }),
    );
  });
});

test('days have four decimals', () => {
  expect([0, DAY, DAY / 3, 1].map(inDays)).toEqual([0, 1, 0.3333, 0]);
});

describe('the service level expectation', () => {
  const { queues, items } = boardItems();
  const finished = items.flatMap((item) =>
    item.finishedAt === null ? [] : [{ ...item, finishedAt: item.finishedAt }],
  );
  const paces = paceOf(finished, queues, 'cycle', elapsedBetween);
  const cycles = finished.map((item) => item.finishedAt - (item.committedAt as number));

  test('is the setting, and the share that kept it', () => {
    // 5, 9, 6, 12, 0 and 6 days.
    expect(serviceLevel(6, paces, cycles)).toEqual({ lineUs: 6 * DAY, source: 'setting', shareKept: 4 / 6 });
  });

  test('else the pace of the last stage', () => {
    expect(serviceLevel(null, paces, cycles)).toEqual({ lineUs: 12 * DAY, source: 'pace', shareKept: 1 });
  });

  test('else nothing', () => {
    expect(serviceLevel(null, [], cycles)).toEqual({ lineUs: null, source: null, shareKept: null });
    expect(serviceLevel(6, paces, [])).toMatchObject({ shareKept: null });
  });
});
