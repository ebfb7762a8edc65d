import { expect, test } from 'vitest';
import { afterWork, mondayOf, nextRelease } from './work-calendar.ts';

const at = (text: string) => Date.parse(`${text}Z`) * 1000;

test.each([
  ['2026-11-16T09:00', 60, '2026-11-16T10:00', 'within a morning'],
  ['2026-11-16T12:00', 60, '2026-11-16T13:45', 'across lunch'],
  ['2026-11-16T17:30', 30, '2026-11-17T09:15', 'overnight'],
  ['2026-11-20T17:30', 30, '2026-11-23T09:15', 'across a weekend'],
  ['2026-11-21T11:00', 10, '2026-11-23T09:10', 'from a Saturday'],
  ['2026-11-16T03:00', 480 * 5, '2026-11-23T09:00', 'a working week'],
])('%s and %i working minutes is %s (%s)', (from, minutes, to) => {
  expect(afterWork(at(from), minutes)).toBe(at(to));
});

test('a week begins on Monday', () => {
  expect(mondayOf(at('2026-11-22T23:59'))).toBe(at('2026-11-16T00:00'));
  expect(mondayOf(at('2026-11-23T00:00'))).toBe(at('2026-11-23T00:00'));
});

test('releases go out on Tuesdays and Thursdays', () => {
  expect(nextRelease(at('2026-11-16T10:00'))).toBe(at('2026-11-17T15:00'));
  expect(nextRelease(at('2026-11-17T15:00'))).toBe(at('2026-11-19T15:00'));
  expect(nextRelease(at('2026-11-20T10:00'))).toBe(at('2026-11-24T15:00'));
});
