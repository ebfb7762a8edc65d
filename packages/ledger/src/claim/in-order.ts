/** By id, the order in which every writer locks deliveries. */
export function inOrder<Row extends readonly [id: number, ...unknown[]]>(rows: readonly Row[]): Row[] {
  return rows.toSorted(([a], [b]) => a - b);
}
