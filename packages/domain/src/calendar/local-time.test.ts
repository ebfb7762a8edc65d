import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { DAY, formatInstant, inclusiveDays, lastInstantOf, localDate, localMinute } from '../index.ts';
import { ZONES } from '../testing/index.ts';

const at = (iso: string) => Date.parse(iso) * 1000;

test('an instant has the date of its zone', () => {
  const instant = at('2026-03-01T18:20:00Z');
  expect(localDate(instant, 'UTC')).toBe('2026-03-01');
  expect(localDate(instant, 'Asia/Kathmandu')).toBe('2026-03-02');
});

test('work due on a date is in time until the last microsecond of it', () => {
  expect(formatInstant(lastInstantOf('2026-03-29', 'Europe/Berlin'))).toBe('2026-03-29T21:59:59.999999Z');
  expect(() => lastInstantOf('2026-02-30', 'UTC')).toThrow(RangeError);
});

test('inclusive days count the first and the last date', () => {
  const [start, end] = [at('2026-03-01T18:10:00Z'), at('2026-03-01T18:20:00Z')];
  expect(inclusiveDays(start, end, 'UTC')).toBe(1);
  expect(inclusiveDays(start, end, 'Asia/Kathmandu')).toBe(2);
});

test('inclusive days count a short day like any other', () => {
  const [start, end] = [at('2026-03-28T23:30:00Z'), at('2026-03-29T22:15:00Z')];
  expect(inclusiveDays(start, end, 'Europe/Berlin')).toBe(2);
});

const days = (most: number) => fc.integer({ min: -most * DAY, max: 3 * DAY });

test.each(ZONES)(
  'the local clock to the minute is that of Temporal, around $date in $timeZone',
  ({ timeZone, date }) => {
    const around = Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds * 1000;
    fc.assert(
      fc.property(fc.oneof(days(3), days(20 * 365)), (offset) => {
        const iso = Temporal.Instant.fromEpochMilliseconds(Math.floor((around + offset) / 1000))
          .toZonedDateTimeISO(timeZone)
          .toPlainDateTime()
          .toString({ smallestUnit: 'minute', roundingMode: 'floor' });
        expect(localMinute(around + offset, timeZone)).toBe(iso.replace('T', ' '));
      }),
    );
  },
);
