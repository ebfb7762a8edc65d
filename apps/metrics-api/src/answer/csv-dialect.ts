import { refusal } from './invalid-parameter.ts';

/** How a CSV is written, so that the spreadsheet of who asked takes it for what it is. */
export interface CsvDialect {
  /** Begins with a byte order mark. */
  bom: boolean;
  /** Between two cells. */
  separator: ',' | ';' | '\t';
  /** Before the decimals of a number. */
  decimal: '.' | ',';
}

/** The parameters of every path that answers in CSV. */
export interface CsvQuery {
  bom: 'true' | 'false';
  separator: 'comma' | 'semicolon' | 'tab';
  decimal: 'point' | 'comma';
}

const SEPARATORS = { comma: ',', semicolon: ';', tab: '\t' } as const;
const DECIMALS = { point: '.', comma: ',' } as const;

/** Throws Refused for a comma both between the cells and in the numbers. */
export function csvDialect({ bom, separator, decimal }: CsvQuery): CsvDialect {
  if (separator === 'comma' && decimal === 'comma') {
    throw refusal(
      'decimal',
      'cannot be comma while commas separate the cells',
      'point; or comma with separator=semicolon or separator=tab',
    );
  }
  return { bom: bom === 'true', separator: SEPARATORS[separator], decimal: DECIMALS[decimal] };
}
