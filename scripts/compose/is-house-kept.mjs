import { createPool } from '@kanban/schema';

/** @import { RowDataPacket } from 'mysql2/promise' */

/* Health of a process that listens to nothing: housekeeping was done, by whomever, in the last ten minutes. */
const pool = createPool(String(process.env.DATABASE_URL), { connectionLimit: 1, connectTimeoutMs: 5_000 });
const [[row]] = /** @type {[RowDataPacket[], unknown]} */ (
  await pool.query(
    `SELECT COUNT(*) AS recent FROM housekeeping_tasks
     WHERE name = 'housekeep' AND last_started_at > UTC_TIMESTAMP() - INTERVAL 10 MINUTE`,
  )
);
await pool.end();
process.exit(row?.recent === 1 ? 0 : 1);
