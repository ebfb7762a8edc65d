import { largest } from '../extremes.ts';
import { characters } from '../names.ts';

/**
 * Rows of cells as lines with aligned columns for a fixed-width font, as many columns as the first row has. Widths
 * count characters as people see them; `gap` separates columns.
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
