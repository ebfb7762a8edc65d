import type { PoolConnection, ResultSetHeader } from 'mysql2/promise';
import { unknownItem } from './load-item.ts';

/** Sets columns of an item, whatever they were. Throws Refused if there is no such item. */
export async function changeItem(
  connection: PoolConnection,
  reference: string,
  columns: Readonly<Record<string, string | null>>,
): Promise<void> {
  const [{ affectedRows }] = await connection.query<ResultSetHeader>(
    'UPDATE work_items SET ? WHERE reference = ?',
    [columns, reference],
  );
  if (affectedRows === 0) throw unknownItem(reference);
}
