import type { Pool, RowDataPacket } from 'mysql2/promise';
import { derivedTables } from '../derived-tables.ts';

/**
 * What the triggers kept and a replay of what it follows from disagree on, row by row, and rows of the log whose hash is not
 * theirs; empty when all is well.
 */
export async function drift(pool: Pool): Promise<string[]> {
  const found: string[] = [];
  for (const [name, { columns, kept, replayed }] of Object.entries(derivedTables)) {
    const read = async (side: string) => {
      const [rows] = await pool.query<RowDataPacket[]>(
        `SELECT value_stream_id, ${columns.join(', ')} FROM (${side}) side`,
      );
      return rows.map((row) => JSON.stringify(row)).sort();
    };
    const [keptRows, replayedRows] = [await read(kept), await read(replayed)];
    for (const row of without(keptRows, replayedRows)) found.push(`${name}, but is kept: ${row}`);
    for (const row of without(replayedRows, keptRows)) found.push(`${name}, but is lacking: ${row}`);
  }
  const [links] = await pool.query<RowDataPacket[]>(
    `SELECT c.reference, c.id FROM audit_log_chain c WHERE NOT (c.chain_hash <=> c.expected_hash)
     UNION ALL
     SELECT MAX(a.reference), MAX(a.id) FROM audit_log a LEFT JOIN item_state s ON s.item_id = a.item_id
     GROUP BY a.item_id HAVING NOT (MAX(s.chain_hash) <=> SUBSTRING(MAX(CONCAT(LPAD(a.id, 20, '0'), a.chain_hash)), 21))`,
  );
  return [...found, ...links.map((row) => `the chain of ${row.reference} is broken at audit id ${row.id}`)];
}

/** The rows of a sorted list that another does not have, each as often as it is there. */
function without(rows: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}
