import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { largest, smallest } from './extremes.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

it('the largest and the smallest are those at the ends of the sorted list', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      expect([smallest(values), largest(values)].map((value) => value + 0)).toEqual(
        [sorted.at(0), sorted.at(-1)].map((value) => (value as number) + 0),
      );
    }),
  );
});

it('lists of any length have them', () => {
  const values = Array.from({ length: 1_000_000 }, (_, n) => n);
  expect([smallest(values), largest(values), largest([], 1)]).toEqual([0, 999_999, 1]);
});

it('no list is spread into the arguments of a call, which takes only so many', () => {
  const files = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\/src\/.*\.ts$/.test(name) && !/node_modules|\.test\.ts$|\/testing\//.test(name))
      .map((name) => `${folder}/${name}`),
  );
  const spread = /\b(?:Math\.(?:max|min)|\.(?:push|unshift))\((?:[^(){}]*,\s*)?\.\.\./;
  const found = files.filter((file) => spread.test(readFileSync(`${root}${file}`, 'utf8')));
  expect(files.length).toBeGreaterThan(300);
  expect(found).toEqual([]);
});
