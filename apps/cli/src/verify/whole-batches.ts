import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { counted } from '../terminal/counted.ts';
import type { Findings } from './compare.ts';

export const wholeBatchesCheck =
  'every import has its rows in audit_log, but for what config_history says was taken out';

/** What `remove_history` wrote down: rows of each batch, and of each item [id, reference, rows, first id, hash, last id, hash]. */
interface Evidence {
  readonly batches: Readonly<Record<string, number>>;
  readonly items: readonly (readonly [number, string, number, number | null, ...unknown[]])[];
}

/**
 * Batches with another number of rows than they ended with, minus rows taken out by the rules; and rows that were taken
 * out but exist. Cost: one scan of the log, and a look-up for each item that lost rows.
 */
export async function findBrokenBatches(connection: PoolConnection, show: number): Promise<Findings> {
  const gone = new Map<number, number>();
  const returned: string[] = [];
  for await (const { batches, items } of readEvidence(connection)) {
    for (const [batch, rows] of Object.entries(batches))
      gone.set(Number(batch), (gone.get(Number(batch)) ?? 0) + rows);
    for (const line of await findReturned(connection, items)) returned.push(line);
  }
  const [batches] = await connection.query<RowDataPacket[]>(
    `SELECT b.id, b.audit_rows AS written, COALESCE(present.audit_rows, 0) AS present
     FROM import_batches b
     LEFT JOIN (SELECT batch_id, COUNT(*) AS audit_rows FROM audit_log WHERE batch_id IS NOT NULL GROUP BY batch_id) present
     ON present.batch_id = b.id WHERE b.recorded_at IS NOT NULL ORDER BY b.id`,
  );
  const broken = batches.flatMap(({ id, written, present }) => {
    const removed = gone.get(Number(id)) ?? 0;
    if (Number(written) - removed === Number(present)) return [];
    return [
      `batch ${id} wrote ${counted(written, 'row')}, ${removed} were taken out by the rules, ${present} are there`,
    ];
  });
  const lines = broken.concat(returned);
  return { count: lines.length, lines: lines.slice(0, show) };
}

/** One at a time: each has the data of some hundreds of items. */
async function* readEvidence(connection: PoolConnection): AsyncGenerator<Evidence> {
  const [ids] = await connection.query<RowDataPacket[]>(
    "SELECT id FROM config_history WHERE table_name = 'audit_log' AND change_kind = 'delete' ORDER BY id",
  );
  for (const { id } of ids) {
    const [[row]] = await connection.query<RowDataPacket[]>(
      'SELECT old_row AS said FROM config_history WHERE id = ?',
      [id],
    );
    // MariaDB keeps JSON as text.
    yield typeof row?.said === 'string' ? JSON.parse(row.said) : row?.said;
  }
}

async function findReturned(connection: PoolConnection, items: Evidence['items']): Promise<string[]> {
  const ids = items.flatMap(([, , , firstId]) => (firstId === null ? [] : [firstId]));
  if (ids.length === 0) return [];
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT id, reference FROM audit_log WHERE id IN (?) ORDER BY id',
    [ids],
  );
  return rows.map(({ id, reference }) => `audit id ${id} of ${reference} was taken out, and is there`);
}
