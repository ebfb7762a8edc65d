import { expect, test } from 'vitest';
import { isHeavy } from './is-heavy.ts';

test.each([
  [{}, false],
  [{ from: '2026-01-01', to: '2026-03-31' }, false],
  [{ from: '2026-01-01', to: '2026-03-31', interval: 'hour' }, true],
  [{ from: '2026-03-01', to: '2026-03-31', interval: 'hour' }, false],
  [{ from: '2023-01-01', to: '2026-03-31', interval: 'month' }, true],
  [{ from: '2023-01-01' }, true],
  [{ from: 'yesterday' }, false],
])('%j may be long in the making: %s', (asked, expected) => {
  expect(isHeavy(asked)).toBe(expected);
});
