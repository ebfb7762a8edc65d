import { largest } from '../extremes.ts';
import { characters } from '../names.ts';

/**
 * Rows of cells as lines whose columns line up in a fixed-width font, as many columns as the first row has. Widths count
 * characters as a person does, and `gap` stands between two columns.
 */
export function aligned(rows: readonly (readonly string[])[], gap = '  '): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    largest(rows.map((row) => characters(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - characters(cell)))
      .join(gap)
      .trimEnd(),
  );
}
