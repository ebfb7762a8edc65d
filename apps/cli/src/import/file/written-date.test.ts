import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDate } from './written-date.ts';

/** As the text alone says it: `2026-01-05T09:00:00.000Z` or, by the clock of some zone, without Z. */
function read(text: string): string | undefined {
  const date = readDate(text);
  if (!date) return undefined;
  const at = new Date((date.day + date.time - (date.offset ?? 0)) / 1000).toISOString();
  return date.offset === undefined ? at.slice(0, -1) : at;
}

test.each([
  ['ISO 8601', '2026-01-05T09:00:00Z', '2026-01-05T09:00:00.000Z'],
  ['ISO 8601 with an offset', '2026-01-05T09:00:00.5+05:45', '2026-01-05T03:15:00.500Z'],
  ['ISO 8601 as Jira writes it', '2026-01-05T09:00:00.000-0800', '2026-01-05T17:00:00.000Z'],
  ['PostgreSQL', '2026-01-05 09:00:00+00', '2026-01-05T09:00:00.000Z'],
  ['a spreadsheet', '2026-01-05 09:00', '2026-01-05T09:00:00.000'],
  ['GitHub', '2026-01-05 09:00:00 UTC', '2026-01-05T09:00:00.000Z'],
  ['Japan', '2026/1/5 9:00', '2026-01-05T09:00:00.000'],
  ['a date alone', '2026-01-05', '2026-01-05T00:00:00.000'],
  ['Jira', '05/Jan/26 9:00 AM', '2026-01-05T09:00:00.000'],
  ['Jira after midnight', '5/Jan/26 12:05 am', '2026-01-05T00:05:00.000'],
  [
    'Linear',
    'Mon Jan 05 2026 09:00:00 GMT+0100 (Central European Standard Time)',
    '2026-01-05T08:00:00.000Z',
  ],
  ['the United States', 'Jan 5, 2026, 9:00\u202fPM', '2026-01-05T21:00:00.000'],
  ['the United Kingdom', '5 January 2026 09:00', '2026-01-05T09:00:00.000'],
  ['the last century', '31-Dec-99', '1999-12-31T00:00:00.000'],
  ['Excel', '46027.375', '2026-01-05T09:00:00.000'],
  ['Excel with a decimal comma', '46027,3750115741', '2026-01-05T09:00:01.000'],
  ['Excel, a day', '46027', '2026-01-05T00:00:00.000'],
  ['Unix seconds', '1767603600', '2026-01-05T09:00:00.000Z'],
  ['Unix milliseconds', '1767603600123', '2026-01-05T09:00:00.123Z'],
])('%s: %s', (_, text, expected) => {
  expect(read(text)).toBe(expected);
});

test.each([
  '',
  'tomorrow',
  '2026-02-30',
  '2026-13-01',
  '2026-01-05 24:00',
  '2026-01-05 13:00 PM',
  '2026-01-05 0:00 AM',
  '2026-01-05 09:60',
  '2026-01-05 09:00 +15:00',
  '2026-01-05 09:00 EST',
  '2026-01-0512:00',
  '30/Feb/26',
  '5 Foo 2026',
  '20260105',
  '12345',
  '99999',
  '09:00',
])('%j is no date', (text) => {
  expect(readDate(text)).toBeUndefined();
});

test('three numbers stay open, with their time', () => {
  expect(readDate('03/04/2026 1:30 PM')).toEqual({
    open: ['03', '04', '2026'],
    isDotted: false,
    day: 0,
    time: (13 * 60 + 30) * 60_000_000,
    offset: undefined,
  });
});

test('every form in which other programs write a minute means that minute', () => {
  const minute = fc.integer({ min: 60 * 24, max: 68_000_000 }).map((each) => new Date(each * 60_000));
  const long = { timeZone: 'UTC', dateStyle: 'long', timeStyle: 'short' } as const;
  fc.assert(
    fc.property(minute, (date) => {
      const local = date.toISOString().slice(0, -1);
      expect(read(new Intl.DateTimeFormat('en-US', long).format(date).replace(' at', ','))).toBe(local);
      expect(read(new Intl.DateTimeFormat('sv-SE', { ...long, dateStyle: 'short' }).format(date))).toBe(
        local,
      );
      expect(read(date.toUTCString())).toBe(date.toISOString());
      expect(read(String(date))).toBe(date.toISOString());
      expect(read(String(date.getTime() / 86_400_000 + 25_569))).toBe(local);
    }),
  );
});
