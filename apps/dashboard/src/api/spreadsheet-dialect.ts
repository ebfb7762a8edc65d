/** The parameters of a CSV that a person opens by a click. */
export interface SpreadsheetDialect {
  readonly bom: 'true';
  readonly separator: 'comma' | 'semicolon';
  readonly decimal: 'point' | 'comma';
}

/** As spreadsheets in the language of the browser write CSV: where numbers have a decimal comma, semicolons part the cells. */
export function spreadsheetDialect(language: string = navigator.language): SpreadsheetDialect {
  const parts = new Intl.NumberFormat(language).formatToParts(0.5);
  const hasComma = parts.some(({ type, value }) => type === 'decimal' && value === ',');
  return hasComma
    ? { bom: 'true', separator: 'semicolon', decimal: 'comma' }
    : { bom: 'true', separator: 'comma', decimal: 'point' };
}

/** What is to be said of it, as the file looks unlike the CSV that programs get. */
export function dialectWords({ decimal }: SpreadsheetDialect): string {
  return decimal === 'comma'
    ? 'Cells parted by semicolons, numbers with a decimal comma, as your browser’s language has them'
    : 'Cells parted by commas, numbers with a decimal point';
}
