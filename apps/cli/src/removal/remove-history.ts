import { inTransaction } from '@kanban/schema';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import { endBulk } from '../history/rebuild.ts';
import { counted } from '../terminal/counted.ts';
import type { Progress } from '../terminal/progress.ts';
import { dumpRemovals, refuseFilled } from './dump-removals.ts';

export interface Removal {
  /** The procedure that lists the rows, and its argument. */
  readonly list: 'list_batch_removal' | 'list_stream_removal';
  readonly of: number | string;
  /** The key in `config_history`. */
  readonly key: Readonly<Record<string, unknown>>;
  /** The folder that gets a copy of all that goes, before it goes. */
  readonly folder: string;
  /** All is counted, and nothing written anywhere. */
  readonly isDryRun: boolean;
  /** Runs after it, in the same transaction. */
  readonly andThen?: (connection: PoolConnection) => Promise<unknown>;
}

export interface Removed {
  /** Items that go as a whole. */
  readonly items: number;
  /** Items that stay, in the queue of their last remaining row. */
  readonly shortened: number;
  readonly rows: number;
  /** Blocked spells that go. */
  readonly spells: number;
  /** Items that go as a whole although people changed fields of them since. */
  readonly edited: number;
  /** Paths of the files with the removed rows. */
  readonly files: readonly string[];
}

const named = 10;

/**
 * Takes history out of the log, all or nothing: lists it under the locks of its cards and items, copies it into files,
 * and lets the database remove it and write the evidence. Movers of these items wait. Throws Refused if something
 * depends on it.
 */
export async function removeHistory(pool: Pool, removal: Removal, progress: Progress): Promise<Removed> {
  if (!removal.isDryRun) await refuseFilled(removal.folder);
  return inTransaction(pool, (connection) => removeWithin(connection, removal, progress), {
    isolation: 'READ COMMITTED',
  });
}

async function removeWithin(
  connection: PoolConnection,
  { list, of, key, folder, isDryRun, andThen }: Removal,
  progress: Progress,
): Promise<Removed> {
  progress.stage('Looking at what goes');
  await connection.query(`CALL ${list}(?)`, [of]);
  await refuseObstacles(connection);
  const counts = await countRemovals(connection);
  if (isDryRun) {
    await connection.rollback();
    return { ...counts, files: [] };
  }
  const isNothing = counts.items + counts.shortened + counts.rows === 0;
  const stream = list === 'list_stream_removal' ? String(of) : undefined;
  const files = isNothing ? [] : await dumpRemovals(connection, folder, stream, progress);
  await connection.query('CALL begin_bulk()');
  progress.stage(`Removing ${counted(counts.rows, 'audit row')}`);
  await connection.query('CALL remove_history(?)', [JSON.stringify(key)]);
  progress.stage('Counting and projecting');
  await endBulk(connection);
  await andThen?.(connection);
  return { ...counts, files };
}

async function refuseObstacles(connection: PoolConnection): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT reference, obstacle, COUNT(*) OVER () AS total FROM removal_obstacles ORDER BY item_id, obstacle LIMIT ${named}`,
  );
  if (rows.length === 0) return;
  const some = rows.map(({ reference, obstacle }) => `  ${reference} ${obstacle}`);
  const left = Number(rows[0]?.total) - rows.length;
  const more = left > 0 ? `\n  … and ${left} more` : '';
  throw new Refused(
    `Other rows depend on it, so nothing was removed:\n${some.join('\n')}${more}\nRemove those first, or keep everything.`,
  );
}

async function countRemovals(connection: PoolConnection): Promise<Omit<Removed, 'files'>> {
  const [[row]] = await connection.query<RowDataPacket[]>(
    `SELECT COALESCE(SUM(kept_audit_id IS NULL), 0) AS items, COALESCE(SUM(kept_audit_id IS NOT NULL), 0) AS shortened,
       (SELECT COUNT(*) FROM history_removals r JOIN audit_log a ON a.item_id = r.item_id AND a.id >= r.from_audit_id
        WHERE r.connection_id = CONNECTION_ID()) AS audit_rows,
       (SELECT COUNT(*) FROM history_removals r JOIN blocked_intervals b ON b.item_id = r.item_id
        WHERE r.connection_id = CONNECTION_ID() AND (r.kept_audit_id IS NULL OR b.batch_id = r.batch_id)) AS spells,
       (SELECT COUNT(DISTINCT f.item_id)
        FROM history_removals r JOIN import_batches b ON b.id = r.batch_id JOIN field_history f ON f.item_id = r.item_id
        WHERE r.connection_id = CONNECTION_ID() AND r.kept_audit_id IS NULL AND f.occurred_at > b.recorded_at) AS edited
     FROM history_removals WHERE connection_id = CONNECTION_ID()`,
  );
  return {
    items: Number(row?.items),
    shortened: Number(row?.shortened),
    rows: Number(row?.audit_rows),
    spells: Number(row?.spells),
    edited: Number(row?.edited),
  };
}
