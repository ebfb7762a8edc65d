import { describe, expect, test } from 'vitest';
import { comparedRange, DAY, figureChange, HOUR, resolveRange, whatChanged } from '../index.ts';
import { boardDay } from '../testing/analytics-board.ts';
import { boardItems } from '../testing/board-items.ts';

const berlin = (from: string, to: string) => resolveRange({ from, to, timeZone: 'Europe/Berlin', now: 0 });

describe('the period that a range is compared with', () => {
  test('has as many local days and ends where the range begins, over a change of the clocks', () => {
    const range = berlin('2026-03-30', '2026-04-05');
    const before = comparedRange(range, 'previous');
    expect(before).toEqual(berlin('2026-03-23', '2026-03-29'));
    expect([range.to - range.from, before.to - before.from]).toEqual([7 * DAY, 7 * DAY - HOUR]);
  });

  test('of instants has the same length', () => {
    const range = berlin('2026-03-29T12:00:00Z', '2026-03-30T13:00:00Z');
    expect(comparedRange(range, 'previous')).toMatchObject({ from: range.from - 25 * HOUR, to: range.from });
  });

  test('of last year has the same dates', () => {
    expect(comparedRange(berlin('2026-03-01', '2026-03-31'), 'lastYear')).toEqual(
      berlin('2025-03-01', '2025-03-31'),
    );
    expect(comparedRange(berlin('2024-02-01', '2024-02-29'), 'lastYear')).toEqual(
      berlin('2023-02-01', '2023-02-28'),
    );
    const noon = comparedRange(berlin('2026-06-01T10:00:00Z', '2026-06-02T10:00:00Z'), 'lastYear');
    expect(noon).toMatchObject(berlin('2025-06-01T10:00:00Z', '2025-06-02T10:00:00Z'));
  });
});

test.each([
  [4, 6, 'lower', 10, 10, -2, 'better', null],
  [4, 6, 'higher', 10, 10, -2, 'worse', null],
  [6, 4, 'lower', 10, 10, 2, 'worse', null],
  [6, 4, 'higher', 10, 10, 2, 'better', null],
  [6, 6, 'higher', 10, 10, 0, 'same', null],
  [6, 4, null, 10, 10, 2, null, null],
  [6, 4, 'higher', 4, 10, 2, null, 'tooFewItems'],
  [6, 4, 'higher', 10, 4, 2, null, 'tooFewItems'],
  [6, 4, 'higher', 5, 5, 2, 'better', null],
  [null, 4, 'higher', 0, 10, null, null, 'noItems'],
] as const)(
  '%s after %s, %s is better, of %i and %i items',
  (value, previous, better, items, previousItems, difference, direction, reason) => {
    const change = figureChange({ figure: 'f', value, previous, better, items, previousItems });
    expect(change).toEqual({ figure: 'f', difference, direction, reason });
  },
);

test('what changed on days 5 and 6 of the worked board', () => {
  const { queues, items } = boardItems();
  const due: Record<string, number> = { B: 6, A: 6 };
  const changed = items.map((item) => ({
    ...item,
    deadlineAt: due[item.letter] === undefined ? null : boardDay(due[item.letter] as number),
  }));
  const rows = whatChanged(changed, queues, { from: boardDay(5), to: boardDay(7) });
  expect(
    rows.map(({ change, itemId, at }) => [
      (at - boardDay(0)) / DAY,
      String.fromCharCode(64 + itemId),
      change,
    ]),
  ).toEqual([
    [5, 'D', 'blocked'],
    [5, 'I', 'movedBack'],
    [6, 'A', 'finished'],
    [6, 'B', 'movedBack'],
    [6, 'B', 'deadlineBroken'],
  ]);
  const later = whatChanged(changed, queues, { from: boardDay(12), to: boardDay(13) });
  expect(later.map(({ change }) => change)).toEqual(['blocked', 'dropped']);
});
