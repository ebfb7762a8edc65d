import { describe, expect, test } from 'vitest';
import { elapsedBetween, HOUR, WorkingCalendar, workingBetween } from './index.ts';

const at = (text: string) => Date.parse(text) * 1000;

describe('Monday to Friday, 9 to 17, in Berlin', () => {
  const calendar = new WorkingCalendar({
    timeZone: 'Europe/Berlin',
    hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, starts: '09:00', ends: '17:00' })),
    holidays: [],
  });

  test.each([
    ['over a weekend with a clock change', '2026-03-27T15:00+01:00', '2026-03-30T11:00+02:00', 67, 4],
    ['over another weekend', '2026-03-06T15:00+01:00', '2026-03-09T11:00+01:00', 68, 4],
    ['within a week', '2026-03-03T10:00+01:00', '2026-03-06T09:30+01:00', 71.5, 23.5],
  ])('%s only working hours pass', (_, from, to, elapsed, worked) => {
    expect(elapsedBetween(at(from), at(to))).toBe(elapsed * HOUR);
    expect(workingBetween(calendar)(at(from), at(to))).toBe(worked * HOUR);
  });
});

test('without hours and holidays all time is worked', () => {
  const calendar = new WorkingCalendar({ timeZone: 'Asia/Kathmandu', hours: [], holidays: [] });
  const [from, to] = [at('2026-03-27T15:00Z'), at('2026-03-30T11:00Z')];
  expect(workingBetween(calendar)(from, to)).toBe(elapsedBetween(from, to));
});
