import { isoInstant } from '@kanban/schema';
import { describe, expect, test } from 'vitest';
import { parseInstant } from './instants.ts';

const iso = (text: string) => {
  const instant = parseInstant(text);
  return instant === undefined ? undefined : isoInstant(instant);
};

describe('an instant', () => {
  test('keeps its microseconds', () => {
    expect(iso('2026-03-29T01:02:03.123456Z')).toBe('2026-03-29T01:02:03.123456Z');
    expect(iso('2026-03-29 01:02:03.1')).toBe('2026-03-29T01:02:03.100000Z');
  });

  test('without an offset is UTC, whatever the zone of the machine', () => {
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
