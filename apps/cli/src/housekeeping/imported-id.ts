import type { Pool, RowDataPacket } from 'mysql2/promise';

/** The last row of audit_log that an import has brought to a stream, as far as it is newer than `since`; else `since`. */
export async function lastImportedId(pool: Pool, streamId: number, since: number): Promise<number> {
  const [[row]] = await pool.query<RowDataPacket[]>('SELECT last_imported_id(?, ?) AS id', [streamId, since]);
  return row?.id ?? since;
}
