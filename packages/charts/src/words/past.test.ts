import { expect, test } from 'vitest';
import { asLongBeforeWords, historyWords } from './past.ts';

test('what a forecast draws from: nothing, one, many', () => {
  const history = (items: number, days: number) =>
    historyWords({ history: { items, days, activeDays: 0, perDay: null, pools: [] } });
  expect(history(0, 0)).toBe('0 items in 0 days');
  expect(history(1, 1)).toBe('1 item in 1 day');
  expect(history(1_234, 365)).toBe('1,234 items in 365 days');
});

test('what happened in as long a time before: nothing, one, many; a day, several', () => {
  expect(asLongBeforeWords({ total: 0 }, 14)).toBe('In the 14 days up to yesterday, no item was finished.');
  expect(asLongBeforeWords({ total: 1 }, 14)).toBe('In the 14 days up to yesterday, 1 item was finished.');
  expect(asLongBeforeWords({ total: 39 }, 84)).toBe(
    'In the 84 days up to yesterday, 39 items were finished.',
  );
  expect(asLongBeforeWords({ total: 2 }, 1)).toBe('Yesterday, 2 items were finished.');
});
