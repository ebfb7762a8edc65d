import { formatInstant } from '@kanban/domain';
import { describe, expect, test } from 'vitest';
import { instantArgument, parseInstant, whyTooFar } from './instants.ts';

const iso = (text: string) => {
  const instant = parseInstant(text);
  return instant === undefined ? undefined : formatInstant(instant);
};

describe('an instant', () => {
  test('keeps its microseconds', () => {
    expect(iso('2026-03-29T01:02:03.123456Z')).toBe('2026-03-29T01:02:03.123456Z');
    expect(iso('2026-03-29 01:02:03.1')).toBe('2026-03-29T01:02:03.100000Z');
  });

  test('without an offset is UTC, in any zone of the machine', () => {
    expect(iso('2026-03-29 01:02:03')).toBe('2026-03-29T01:02:03.000000Z');
    expect(iso('2026-03-29')).toBe('2026-03-29T00:00:00.000000Z');
  });

  test('with an offset is that moment in UTC', () => {
    expect(iso('2026-03-29T01:02:03+05:45')).toBe('2026-03-28T19:17:03.000000Z');
    expect(iso('2026-03-29T01:02:03.000001-0330')).toBe('2026-03-29T04:32:03.000001Z');
  });

  test.each([
    '',
    'yesterday',
    '2026-02-30',
    '2026-02-29T00:00:00Z',
    '2026-13-01',
    '2026-03-29T24:00:00Z',
    '2026-03-29T01:02Z',
    '1774746123',
  ])('is not %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('an instant is accepted from 1970-01-01 to 9999-12-30', () => {
  test.each(['1970-01-01', '1970-01-01T00:00:00Z', '9999-12-30T23:59:59.999999Z', '9999-12-30'])(
    '%s',
    (text) => {
      expect(whyTooFar(instantArgument(text))).toBeUndefined();
    },
  );

  test.each([
    '1969-12-31T23:59:59.999999Z',
    '1970-01-01T00:00:00+00:01',
    '0050-01-01',
    '0000-01-01',
    '9999-12-31',
    '9999-12-31T23:59:59.999999Z',
    '9999-12-30T23:59:59-00:01',
  ])('not %s, and it is said why', (text) => {
    expect(() => instantArgument(text)).toThrow('not within 1970-01-01 to 9999-12-30');
  });
});
