/** More rows than this have no room for their names; what is left out is said, and stands in the table. */
const MOST_QUEUES = 12;

/** Those with the most of something, in the order they came in. */
export function withMost<Row>(rows: readonly Row[], amountOf: (row: Row) => number): readonly Row[] {
  if (rows.length <= MOST_QUEUES) return rows;
  const most = new Set(rows.toSorted((a, b) => amountOf(b) - amountOf(a)).slice(0, MOST_QUEUES));
  return rows.filter((row) => most.has(row));
}

/** `; the 14 longest of 45`, or nothing where all are drawn. */
export function mostWords(count: number, which: string): string {
  return count <= MOST_QUEUES ? '' : `; the ${MOST_QUEUES} ${which} of ${count}`;
}
