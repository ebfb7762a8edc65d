import type { RowDataPacket } from 'mysql2/promise';

/**
 * Rows with the type that their statement gives them. Nothing is checked: call it beside the statement, and keep the columns of
 * the statement and the fields of `Row` alike.
 */
export function rowsAs<Row>(rows: readonly RowDataPacket[]): Row[] {
  return rows as unknown as Row[];
}
