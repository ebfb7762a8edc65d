import { expect, test } from 'vitest';
import { etagOf, isKnown } from './etag.ts';

test('tags differ when anything that decides differs', () => {
  expect(etagOf('a', { b: 1 })).toBe(etagOf('a', { b: 1 }));
  expect(etagOf('a', { b: 1 })).not.toBe(etagOf('a', { b: 2 }));
});

test.each([
  [undefined, false],
  ['', false],
  ['"x"', true],
  ['W/"x"', true],
  ['"y", W/"x"', true],
  ['"y"', false],
  ['*', true],
])('If-None-Match %j knows W/"x": %s', (header, expected) => {
  expect(isKnown(header, 'W/"x"')).toBe(expected);
});
