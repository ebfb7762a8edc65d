import { expect, test } from 'vitest';
import { formatInstant } from './index.ts';

test('an instant is written in UTC with six digits, in any zone of the machine', () => {
  expect(new Date('2026-01-01').getTimezoneOffset()).toBe(-345);
  expect(formatInstant(1_234_567_890_123_456)).toBe('2009-02-13T23:31:30.123456Z');
  expect(formatInstant(1_234_567_890_000_007)).toBe('2009-02-13T23:31:30.000007Z');
});

test('the last instants of the calendar are not of the year 10000', () => {
  expect(formatInstant(Date.UTC(9999, 11, 31, 23, 59, 59) * 1000 + 999_968)).toBe(
    '9999-12-31T23:59:59.999968Z',
  );
});

test('instants before 1970 are written right too', () => {
  expect(formatInstant(-1)).toBe('1969-12-31T23:59:59.999999Z');
});
