import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, dueDayOf, endOfDue, formatInstant, HOUR, verdictOf, WorkingCalendar } from '../index.ts';
import { naiveEndOfDue } from '../testing/naive-sla.ts';

const at = (iso: string) => Date.parse(iso) * 1000;
const item = { enteredAt: at('2026-11-01T00:00Z'), committedAt: null, classOfService: null, type: null };
const terms = (timeZone: string) => ({
  policies: [],
  calendar: new WorkingCalendar({ timeZone, hours: [], holidays: [] }),
});

/** With clocks that change at midnight, over it, by half an hour or a whole day, and offsets up to the utmost. */
const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Beirut',
  'Africa/Cairo',
  'America/St_Johns',
  'America/Asuncion',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Kwajalein',
  'Africa/Monrovia',
  'Antarctica/Troll',
  'Etc/GMT+12',
];
/** The days on which some of them change most oddly, and those about them. */
const ODD_DAYS = [
  '2011-12-30',
  '1993-08-21',
  '1994-12-31',
  '2010-11-07',
  '2018-11-04',
  '2018-02-18',
  '2026-03-29',
  '2026-10-25',
  '2026-11-01',
  '1972-01-07',
  '2199-12-31',
];

describe('a due date at 00:00:00.000000 is that day', () => {
  test.each([
    ['2026-11-20T00:00:00.000Z', 'America/New_York', '2026-11-21T04:59:59.999999Z'],
    ['2026-11-20T00:00:00.000Z', 'Asia/Tokyo', '2026-11-20T14:59:59.999999Z'],
    // 23 and 25 hours; a day that begins at one o'clock; the day that Samoa skipped, and the one before it.
    ['2026-03-29T00:00:00.000Z', 'Europe/Berlin', '2026-03-29T21:59:59.999999Z'],
    ['2026-10-25T00:00:00.000Z', 'Europe/Berlin', '2026-10-25T22:59:59.999999Z'],
    ['2018-11-03T00:00:00.000Z', 'America/Sao_Paulo', '2018-11-04T02:59:59.999999Z'],
    ['2011-12-29T00:00:00.000Z', 'Pacific/Apia', '2011-12-30T09:59:59.999999Z'],
    ['2011-12-30T00:00:00.000Z', 'Pacific/Apia', '2011-12-30T09:59:59.999999Z'],
    // Midnight comes twice, and only the first ends the day.
    ['2026-10-31T00:00:00.000Z', 'America/Havana', '2026-11-01T03:59:59.999999Z'],
    // One minute past midnight the clock went back to the day before.
    ['2010-11-06T00:00:00.000Z', 'America/St_Johns', '2010-11-07T03:29:59.999999Z'],
  ])('%s in %s lasts until %s', (due, timeZone, end) => {
    expect(formatInstant(endOfDue(at(due), timeZone))).toBe(end);
  });

  test('and any other time is that instant, a microsecond from midnight too', () => {
    const midnight = at('2026-11-20T00:00:00.000Z');
    expect(dueDayOf(midnight)).toBe('2026-11-20');
    for (const due of [midnight + 1, midnight - 1, midnight + HOUR]) {
      expect([dueDayOf(due), endOfDue(due, 'America/New_York')]).toEqual([null, due]);
    }
  });

  test.each(ZONES)(
    'in %s, whatever its clocks do: the last instant that the calendar on its wall calls that day',
    (timeZone) => {
      for (const day of ODD_DAYS) {
        for (const n of [-1, 0, 1]) {
          const due = at(day) + n * DAY;
          expect(`${day} ${n} ${formatInstant(endOfDue(due, timeZone))}`).toBe(
            `${day} ${n} ${formatInstant(naiveEndOfDue(due, timeZone))}`,
          );
        }
      }
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 30_000 }), (days) => {
          expect(endOfDue(days * DAY, timeZone)).toBe(naiveEndOfDue(days * DAY, timeZone));
        }),
        { numRuns: 15 },
      );
    },
  );

  test('finished at ten in the morning of that day is a hit, a microsecond after its end a miss', () => {
    const verdict = (finishedAt: number) =>
      verdictOf({ ...item, dueAt: at('2026-11-20'), finishedAt }, terms('America/New_York'));
    const end = at('2026-11-21T05:00Z') - 1;
    const deadline = { at: end, by: 'dueDate', day: '2026-11-20' };
    expect(verdict(at('2026-11-20T10:00-05:00'))).toEqual({ verdict: 'hit', deadline });
    expect(verdict(end).verdict).toBe('hit');
    expect(verdict(end + 1).verdict).toBe('miss');
  });
});
