import type { StabilityAnswer } from '@kanban/api';
import { expect, test } from 'vitest';
import { stabilityOf } from '../sample-stability.ts';
import { stabilityWords } from './stability.ts';

function checked(...holds: (boolean | null)[]): StabilityAnswer {
  const answer = stabilityOf(3);
  return {
    ...answer,
    checks: answer.checks.map((check, n) => ({ ...check, holds: holds[n] === undefined ? true : holds[n] })),
  };
}

test('whether averages can be trusted: all hold, one fails, three fail, unknown, nothing there', () => {
  expect(stabilityWords(checked())).toBe('Yes: all 5 checks hold.');
  expect(stabilityWords(checked(false))).toBe('With care: one check fails: “as much arrives as leaves”.');
  expect(stabilityWords(checked(false, false, false))).toMatch(/^With care: 3 checks fail: .* and .*\.$/);
  expect(stabilityWords(checked(true, true, true, null))).toBe(
    'As far as can be said, yes: 4 checks hold. It cannot be said whether “what is in progress is as old at the end as at the beginning”.',
  );
  expect(stabilityWords({ ...checked(), window: null })).toBe('Nothing was in progress in this range.');
});
