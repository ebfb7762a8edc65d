import { expect, test } from 'vitest';
import { dialectWords, spreadsheetDialect } from './spreadsheet-dialect.ts';

test.each(['de-DE', 'fr', 'pl-PL', 'pt-BR'])(
  'in %s a download has semicolons and decimal commas',
  (language) => {
    const dialect = spreadsheetDialect(language);
    expect(dialect).toEqual({ bom: 'true', separator: 'semicolon', decimal: 'comma' });
    expect(dialectWords(dialect)).toMatch(/semicolons.*decimal comma/);
  },
);

test.each(['en-US', 'en-GB', 'de-CH', 'ja', 'he'])('in %s it has commas and decimal points', (language) => {
  const dialect = spreadsheetDialect(language);
  expect(dialect).toEqual({ bom: 'true', separator: 'comma', decimal: 'point' });
  expect(dialectWords(dialect)).toMatch(/commas.*decimal point/);
});
