import { createPool } from '@kanban/schema';

/* Health of a process that listens to nothing: housekeeping was done, by whomever, in the last ten minutes. */
const pool = createPool(process.env.DATABASE_URL, { connectionLimit: 1, connectTimeoutMs: 5_000 });
const [[{ recent }]] = await pool.query(
  `SELECT COUNT(*) AS recent FROM housekeeping_tasks
   WHERE name = 'housekeep' AND last_started_at > UTC_TIMESTAMP() - INTERVAL 10 MINUTE`,
);
await pool.end();
process.exit(recent === 1 ? 0 : 1);
