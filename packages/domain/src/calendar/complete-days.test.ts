import { expect, test } from 'vitest';
import { completeDaysBefore, HOUR, resolveRange } from '../index.ts';

test('complete days end where the date of the instant begins, over a change of the clocks', () => {
  const at = Date.parse('2026-03-30T21:59:59Z') * 1000;
  const range = completeDaysBefore(at, 'Europe/Berlin', 2);
  expect(range).toEqual(
    resolveRange({ from: '2026-03-28', to: '2026-03-29', timeZone: 'Europe/Berlin', now: 0 }),
  );
  expect(range.to - range.from).toBe(47 * HOUR);
  expect(completeDaysBefore(range.to, 'Europe/Berlin').to).toBe(range.to);
  expect(completeDaysBefore(range.to - 1, 'Europe/Berlin', 90).fromLocal).toBe('2025-12-29');
});
