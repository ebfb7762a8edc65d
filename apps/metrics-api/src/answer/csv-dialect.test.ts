import { expect, test } from 'vitest';
import { csvDialect } from './csv-dialect.ts';

test('what is asked for by name is written by its character', () => {
  expect(csvDialect({ bom: 'false', separator: 'comma', decimal: 'point' })).toEqual({
    bom: false,
    separator: ',',
    decimal: '.',
  });
  expect(csvDialect({ bom: 'true', separator: 'tab', decimal: 'comma' })).toEqual({
    bom: true,
    separator: '\t',
    decimal: ',',
  });
});

test('a comma in two roles is refused with a sentence that says what is allowed', () => {
  expect(() => csvDialect({ bom: 'false', separator: 'comma', decimal: 'comma' })).toThrow(
    'decimal cannot be comma while commas separate the cells. Allowed: point; or comma with separator=semicolon or separator=tab.',
  );
});
