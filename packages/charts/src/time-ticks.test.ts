import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeTicks } from './time-ticks.ts';

const DAY = 86_400_000;
const at = (text: string) => Date.parse(text);
const days = ({ values }: { values: number[] }) =>
  values.map((value) => new Date(value).toISOString().slice(0, 10));

describe('ticks of a time axis', () => {
  test('of weeks stand on Mondays', () => {
    const ticks = timeTicks(at('2026-09-01'), at('2026-10-16'), 8);
    expect(days(ticks)).toEqual([
      '2026-09-07',
      '2026-09-14',
      '2026-09-21',
      '2026-09-28',
      '2026-10-05',
      '2026-10-12',
    ]);
    expect(ticks.format).toBe('%-d %b');
  });

  test('of months stand on the first, of years on 1 January', () => {
    expect(days(timeTicks(at('2026-01-10'), at('2026-12-31'), 12))).toContain('2026-02-01');
    expect(days(timeTicks(at('2020-05-10'), at('2026-12-31'), 7))).toEqual(
      [2021, 2022, 2023, 2024, 2025, 2026].map((year) => `${year}-01-01`),
    );
  });

  test('say below what they leave out, once: the day of hours, the year of days', () => {
    const hours = timeTicks(at('2026-09-01T10:00Z'), at('2026-09-02T10:00Z'), 9);
    expect(hours.below?.values).toEqual([at('2026-09-01T12:00Z'), at('2026-09-02T00:00Z')]);
    const weeks = timeTicks(at('2025-12-10'), at('2026-01-20'), 8);
    expect(days({ values: weeks.below?.values ?? [] })).toEqual(['2025-12-15', '2026-01-05']);
    expect(timeTicks(at('2026-01-10'), at('2026-12-31'), 12).below).toBeUndefined();
  });

  test('are never more than there is room for, in the range, and in order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 * DAY }),
        fc.integer({ min: 1, max: 30_000 * DAY }),
        fc.integer({ min: 2, max: 20 }),
        (from, length, most) => {
          const { values } = timeTicks(from, from + length, most);
          expect(values.length).toBeLessThanOrEqual(
            Math.max(most + 1, (length / (120 * 30.4 * DAY)) * 1.1 + 1),
          );
          expect(values.every((value) => value >= from && value <= from + length)).toBe(true);
          expect(values).toEqual(values.toSorted((a, b) => a - b));
        },
      ),
    );
  });
});
