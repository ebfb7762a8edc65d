import { expect, test } from 'vitest';
import { streamsWords } from './streams.ts';

const rows = (...attention: number[]) =>
  attention.map((count, n) => ({ stream: `s${n + 1}`, attention: count }));

test('which stream needs attention: none there, nothing anywhere, one, three, all', () => {
  expect(streamsWords([])).toBe('There is no value stream yet.');
  expect(streamsWords(rows(0))).toBe('Nothing stands out in the one stream.');
  expect(streamsWords(rows(0, 0, 0))).toBe('Nothing stands out in any of 3 streams.');
  expect(streamsWords(rows(1))).toBe('“s1” has 1 thing to talk about; there is no other stream.');
  expect(streamsWords(rows(0, 7, 2))).toBe(
    '“s2” has most to talk about: 7 things. In 1 of 3 streams nothing stands out.',
  );
  expect(streamsWords(rows(1, 7, 2))).toBe(
    '“s2” has most to talk about: 7 things. Something stands out in each of 3 streams.',
  );
});
