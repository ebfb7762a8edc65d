import { formatInstant, isReadable } from '@kanban/domain/instant';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantFromSql, sqlInstant } from './instants.ts';

test.each([
  ['0050-03-04 05:06:07.000064', '0050-03-04T05:06:07.000064Z'],
  ['0001-01-01 00:00:00.000000', '0001-01-01T00:00:00.000000Z'],
  ['0099-12-31 23:59:59.000000', '0099-12-31T23:59:59.000000Z'],
  ['1969-12-31 23:59:59.999999', '1969-12-31T23:59:59.999999Z'],
  ['9999-12-30 00:00:00.000000', '9999-12-30T00:00:00.000000Z'],
  // Exact to 32 microseconds by then, and never a year too far.
  ['9999-12-31 23:59:59.999999', '9999-12-31T23:59:59.999968Z'],
  ['2026-02-28', '2026-02-28T00:00:00.000000Z'],
  ['2024-02-29 23:59:59.5', '2024-02-29T23:59:59.500000Z'],
  ['2026-03-01 12:00:00', '2026-03-01T12:00:00.000000Z'],
])('%s is read as what it is', (text, iso) => {
  expect(formatInstant(instantFromSql(text))).toBe(iso);
});

test.each([
  '0000-00-00 00:00:00.000000',
  '2026-00-00 00:00:00.000000',
  '2026-02-00 00:00:00.000000',
  '2026-00-12 00:00:00.000000',
  '2026-02-30 00:00:00.000000',
  '2026-02-29 10:00:00.000000',
  '2026-04-31 00:00:00.000000',
])('%s, which no calendar has, is no instant and no other day', (text) => {
  expect(isReadable(instantFromSql(text))).toBe(false);
});

test.each([
  '2026-02-2x 10:00:00.000000',
  '2026-02-20 10:00:00.00000x',
  '2026-02-20 10:0 :00.000000',
  '2026-02-20 10-00-00.000000',
  '2026-02-20 10:00:00,000000',
  '+002026-02-20 10:00:00.000',
  '2026-02-20 10:00:00.0000000',
  '',
])('%j is refused', (text) => {
  expect(() => instantFromSql(text)).toThrow(RangeError);
});

test('every instant that is accepted is read as it was written', () => {
  const instants = fc.integer({ min: 0, max: Date.UTC(2255, 0, 1) * 1000 });
  fc.assert(
    fc.property(instants, (at) => {
      expect(instantFromSql(sqlInstant(at))).toBe(at);
    }),
  );
  const seconds = fc.integer({ min: 0, max: Date.UTC(9999, 11, 30) / 1000 });
  fc.assert(
    fc.property(seconds, (at) => {
      expect(instantFromSql(sqlInstant(at * 1e6))).toBe(at * 1e6);
    }),
  );
});

test('every day of four hundred years follows the one before, and the day after the last of a month is none', () => {
  for (let day = Date.UTC(1700, 0, 1); day < Date.UTC(2101, 0, 1); day += 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10);
    if (instantFromSql(date) !== day * 1000) expect.fail(date);
    const dayAfter = `${date.slice(0, 8)}${String(Number(date.slice(8)) + 1).padStart(2, '0')}`;
    const isLast = new Date(day + 86_400_000).toISOString().slice(0, 10) !== dayAfter;
    if (isLast && isReadable(instantFromSql(dayAfter))) expect.fail(`${dayAfter} is a day`);
  }
});
