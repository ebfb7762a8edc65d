import { basename } from 'node:path';
import type { Dates } from './dates.ts';
import type { CsvFile } from './read-csv.ts';
import { separatorName } from './separator.ts';

/** How a file was read: `history.csv: windows-1252, separated by semicolon, dates as day, month, year.` */
export function described(path: string, { encoding, separator }: CsvFile, dates?: Dates): string {
  const parts = [encoding, `separated by ${separatorName(separator)}`, ...(dates?.description() ?? [])];
  return `${basename(path)}: ${parts.join('; ')}.`;
}
