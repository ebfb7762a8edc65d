import { describe, expect, test } from 'vitest';
import { formatInstant, HOUR, InvalidInput, type RangeRequest, resolveRange } from '../index.ts';

const NOW = Date.parse('2026-03-20T20:00:00Z') * 1000;

function resolve(request: Partial<RangeRequest>) {
  const { from, to, ...range } = resolveRange({ timeZone: 'Europe/Berlin', now: NOW, ...request });
  return { from: formatInstant(from), to: formatInstant(to), ...range };
}

describe('what from and to mean', () => {
  test('dates are local and both are included', () => {
    expect(resolve({ from: '2026-03-01', to: '2026-03-01' })).toEqual({
      from: '2026-02-28T23:00:00.000000Z',
      to: '2026-03-01T23:00:00.000000Z',
      timeZone: 'Europe/Berlin',
      fromLocal: '2026-03-01',
      toLocal: '2026-03-01',
    });
  });

  test('full instants are taken as they are, half open', () => {
    const range = resolve({ from: '2026-03-01T09:00:00.000001+05:45', to: '2026-03-02T00:00Z' });
    expect(range.from).toBe('2026-03-01T03:15:00.000001Z');
    expect(range.to).toBe('2026-03-02T00:00:00.000000Z');
  });

  test('without values it is the last 90 local days, today included', () => {
    expect(resolve({ timeZone: 'Asia/Kathmandu' })).toMatchObject({
      fromLocal: '2025-12-22',
      toLocal: '2026-03-21',
    });
  });

  test('without from it is the 90 days that end with to', () => {
    expect(resolve({ to: '2026-03-31' })).toMatchObject({ fromLocal: '2026-01-01', toLocal: '2026-03-31' });
    expect(resolve({ to: '2026-04-01T00:00:00+02:00' })).toMatchObject({
      fromLocal: '2026-01-01',
      toLocal: '2026-03-31',
    });
  });

  test.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['America/New_York', '2025-11-02', 25],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['America/Santiago', '2025-09-07', 23],
  ])('the date of the clock change in %s lasts as long as it does (%s: %d h)', (timeZone, date, hours) => {
    const { from, to } = resolveRange({ from: date, to: date, timeZone, now: NOW });
    expect((to - from) / HOUR).toBe(hours);
  });

  test('a zone may be written in any case', () => {
    expect(resolve({ timeZone: 'asia/kathmandu' }).timeZone).toBe('Asia/Kathmandu');
  });
});

describe('what is refused, by name and with what is allowed', () => {
  test.each<[string, Partial<RangeRequest>, object]>([
    ['a date in no calendar', { from: '2026-02-30' }, { problem: 'no-such-date', parameter: 'from' }],
    ['a month in no calendar', { to: '2026-13-01' }, { problem: 'no-such-date', parameter: 'to' }],
    ['a 25th hour', { from: '2026-03-01T25:00Z' }, { problem: 'no-such-date', parameter: 'from' }],
    [
      'a date that the zone skipped',
      { from: '2011-12-30', to: '2012-01-10', timeZone: 'Pacific/Apia' },
      { problem: 'no-such-date', value: '2011-12-30' },
    ],
    ['an instant without zone', { to: '2026-03-01T09:00' }, { problem: 'malformed-bound', parameter: 'to' }],
    ['a plus that a URL made a space', { from: '2026-03-01T09:00 01:00' }, { problem: 'malformed-bound' }],
    ['a date written otherwise', { from: '1.3.2026' }, { problem: 'malformed-bound', value: '1.3.2026' }],
    ['nothing', { from: '' }, { problem: 'malformed-bound', value: '' }],
    ['a date before 1970', { from: '0001-01-01' }, { problem: 'out-of-bounds', parameter: 'from' }],
    [
      'the last date of the calendar, whose end is no instant everywhere',
      { to: '9999-12-31' },
      { problem: 'out-of-bounds', parameter: 'to' },
    ],
    ['from after to', { from: '2026-03-05', to: '2026-03-04' }, { problem: 'from-not-before-to' }],
    ['from after today', { from: '2026-03-21' }, { problem: 'from-not-before-to', value: '2026-03-21' }],
    [
      'a range without length',
      { from: '2026-03-01T00:00Z', to: '2026-03-01T00:00Z' },
      { problem: 'from-not-before-to' },
    ],
    ['a zone that is none', { timeZone: 'Mars/Phobos' }, { problem: 'unknown-time-zone' }],
    ['an offset as zone', { timeZone: '+05:45' }, { problem: 'unknown-time-zone', parameter: 'timeZone' }],
    ['no zone', { timeZone: '' }, { problem: 'unknown-time-zone', value: '' }],
  ])('%s', (_, request, expected) => {
    const attempt = () => resolve(request);
    expect(attempt).toThrow(InvalidInput);
    expect(attempt).toThrow(expect.objectContaining(expected));
    expect(attempt).toThrow(/^(from|to|timeZone) ".*" .*\. Allowed: .+\.$/);
  });

  test('ten thousand characters are not echoed', () => {
    for (const request of [{ from: 'x'.repeat(10_000) }, { timeZone: 'x'.repeat(10_000) }]) {
      expect(() => resolve(request)).toThrow(expect.objectContaining({ value: `${'x'.repeat(60)}…` }));
      expect(() => resolve(request)).toThrow(/^.{1,300}$/);
    }
  });
});
