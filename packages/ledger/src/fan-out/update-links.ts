import { inStatements, jsonOf, updateEach } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';

/** The start of an UPDATE of deliveries that names another one for each, as `said.<other>`. */
export const updateLinks = (other: string) => updateEach('deliveries', 'd', { [other]: 'BIGINT UNSIGNED' });

/** Runs such a statement in the order of the ids, as every writer locks deliveries. */
export async function linkInOrder(
  connection: PoolConnection,
  sql: string,
  rows: readonly (readonly [id: number, value: number])[],
): Promise<void> {
  for (const list of inStatements(rows.toSorted(([a], [b]) => a - b)))
    await connection.query(sql, [jsonOf(list)]);
}
