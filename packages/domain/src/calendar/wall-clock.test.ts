import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR, MINUTE, wallClock } from '../index.ts';

const us = (iso: string) => Date.parse(iso) * 1000;
const read = (timeZone: string, local: string) => {
  const { at, isShown } = wallClock(timeZone)(us(`${local}Z`));
  return [new Date(at / 1000).toISOString().slice(0, 16), isShown];
};

test.each([
  ['America/New_York', '2021-01-07T00:00', '2021-01-07T05:00', 'once'],
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30', 'never'],
  ['Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00', 'once'],
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30', 'twice'],
  ['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00', 'once'],
  ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45', 'twice'],
  ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00', 'never'],
  ['America/Santiago', '2025-09-07T00:30', '2025-09-07T04:30', 'never'],
  ['America/Havana', '2026-11-01T00:30', '2026-11-01T04:30', 'twice'],
])('in %s %s is %s, shown %s', (timeZone, local, at, isShown) => {
  expect(read(timeZone, local)).toEqual([at, isShown]);
});

test('the microseconds of a local time are kept', () => {
  expect(wallClock('Europe/Berlin')(us('2026-10-25T02:30:00Z') + 123_456).at % 1_000_000).toBe(123_456);
});

test('the time that a clock shows at any instant means that instant, or the earlier one with the same time', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Asia/Kathmandu',
    'UTC',
  ];
  const zone = fc.constantFrom(...zones);
  const minute = fc.integer({ min: us('2025-01-01') / MINUTE, max: us('2027-01-01') / MINUTE });
  fc.assert(
    fc.property(
      zone,
      fc.oneof(
        minute,
        minute.map((each) => Math.round(each / 1440) * 1440),
      ),
      (timeZone, each) => {
        const instant = each * MINUTE;
        const local = shownAt(instant, timeZone);
        const { at, isShown } = wallClock(timeZone)(local);
        expect(shownAt(at, timeZone)).toBe(local);
        expect(isShown).not.toBe('never');
        if (isShown === 'once') expect(at).toBe(instant);
        else expect(instant - at).toBeLessThanOrEqual(HOUR);
        expect(at).toBeLessThanOrEqual(instant);
      },
    ),
  );
});

/** By another implementation of the zones: what the platform's formatter writes. */
function shownAt(instant: number, timeZone: string): number {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    instant / 1000,
  );
  return us(`${text.replace(' ', 'T')}Z`);
}
