import type { Measurement } from './measurement.ts';

const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, useGrouping: true });

/** Prints the measurements as an aligned table. */
export function printTable(measurements: readonly Measurement[]): void {
  const rows = [
    ['what', 'server', 'ours', 'baseline', '', 'ratio', 'aim'],
    ...measurements.map((each) => [
      each.name,
      each.server,
      `${digits.format(each.ours)} ${each.unit}`,
      `${digits.format(each.baseline)} ${each.unit}`,
      each.baselineName,
      digits.format(each.ratio),
      each.aim,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
