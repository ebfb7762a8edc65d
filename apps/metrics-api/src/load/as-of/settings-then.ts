import type { BoardTable, SettingRow } from '../setting-tables.ts';
import type { Snapshot } from '../snapshot.ts';

/** A stream's rows of a table as they were at the instant of `asOf`, in the order that SQL gives; undefined: the present ones. */
export function settingsThen(
  { asOf }: Snapshot,
  table: BoardTable,
  stream: string,
  orderBy: readonly string[],
): SettingRow[] | undefined {
  return asOf
    ?.settingsOf(table)
    ?.filter((row) => row.value_stream === stream)
    .sort((a, b) => {
      for (const column of orderBy) {
        const order = compare(a[column] ?? null, b[column] ?? null);
        if (order !== 0) return order;
      }
      return 0;
    });
}

/** Numbers by value, texts by their bytes, as the collation of the board compares them. */
function compare(a: SettingRow[string] | null, b: SettingRow[string] | null): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}
