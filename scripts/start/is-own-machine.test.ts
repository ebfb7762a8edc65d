import { expect, test } from 'vitest';
import { isOwnMachine } from './is-own-machine.mjs';

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['::ffff:7f00:1', true],
  ['10.0.0.9', false],
  ['::ffff:10.0.0.9', false],
  ['fe80::1', false],
  ['128.0.0.1', false],
  ['localhost', false],
  ['', false],
  [undefined, false],
])('a peer at %s: %s', (address, expected) => {
  expect(isOwnMachine(address)).toBe(expected);
});
