import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinNames, splitNames } from './names.ts';

test('names are read as they were written, whatever they hold', () => {
  const names = fc.array(fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }), { maxLength: 5 });
  fc.assert(
    fc.property(names, (any) => {
      const wellFormed = any.filter((name) => name.isWellFormed());
      expect(splitNames(joinNames(wellFormed))).toEqual(wellFormed);
    }),
  );
});

test('what was typed into an address by hand is read as it stands', () => {
  expect(splitNames('100%,test')).toEqual(['100%', 'test']);
});
