import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

/** Boards and real transitions are next to the checkout, if they are installed. */
const folder = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));

/** False in a checkout without them: `describe.skipIf(!hasSharedData)`. */
export const hasSharedData = existsSync(folder);

/** The rows of a CSV file there, by the names of its columns. */
export function sharedRows(file: string): Record<string, string>[] {
  return parse(readFileSync(folder + file), { columns: true, bom: true });
}

/** The figures of the worked board, computed by independent programs. */
export function sharedExamples() {
  return JSON.parse(readFileSync(`${folder}analytics-board/examples.json`, 'utf8'));
}

/** A UTC text with up to six digits of a second, in microseconds since 1970; null for none. */
export function sharedInstant(text: string | undefined): number | null {
  if (!text) return null;
  const [, seconds, fraction = ''] =
    /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z?$/.exec(text) ?? [];
  if (seconds === undefined) throw new Error(`not an instant: ${text}`);
  return Date.parse(`${seconds.replace(' ', 'T')}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
}
