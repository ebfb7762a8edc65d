import { expect, test } from 'vitest';
import { isInstalled } from './install-dependencies.mjs';

test('package-lock.json asks for nothing that npm ci leaves out, so that nobody installs a second time', () => {
  expect(isInstalled()).toBe(true);
});
