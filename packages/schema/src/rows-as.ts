import type { RowDataPacket } from 'mysql2/promise';

/**
 * Rows with the type that the statement gives them. Nothing is checked: call it next to the statement, and keep its
 * columns and the fields of `Row` the same.
 */
export function rowsAs<Row>(rows: readonly RowDataPacket[]): Row[] {
  return rows as unknown as Row[];
}
