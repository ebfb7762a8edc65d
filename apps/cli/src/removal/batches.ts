import { formatInstant, type Instant } from '@kanban/domain';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/** A line for each import there was, the last one first: cells of a table. */
export async function readBatches(pool: Pool): Promise<string[][]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT b.id, b.recorded_at AS recordedAt, b.audit_rows AS auditRows, b.origin, b.actor, b.undone_at AS undoneAt,
       (SELECT v.name FROM audit_log a JOIN value_streams v ON v.id = a.value_stream_id
        WHERE a.id > b.first_audit_id AND a.id <= b.last_audit_id AND a.batch_id = b.id LIMIT 1) AS stream
     FROM import_batches b ORDER BY b.id DESC`,
  );
  return rows.map(({ id, recordedAt, auditRows, origin, actor, undoneAt, stream }) => [
    String(id),
    minute(recordedAt),
    stream ?? '',
    String(auditRows),
    origin ?? '',
    actor,
    undoneAt !== null ? `undone ${minute(undoneAt)}` : recordedAt === null ? 'not ended' : '',
  ]);
}

function minute(instant: Instant | null): string {
  return instant === null ? '' : `${formatInstant(instant).slice(0, 16).replace('T', ' ')} UTC`;
}
