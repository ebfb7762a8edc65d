import type { Pool, PoolConnection } from 'mysql2/promise';
import { remakeRoutine } from './remake-routine.ts';

/**
 * Lets sessions of this board say what time it is, by `SET timestamp`: for tests only. The released `clock_utc()` ignores the
 * session, which `clock.db.test.ts` holds.
 */
export async function pretendClock(connection: Pool | PoolConnection): Promise<void> {
  await connection.query('DROP FUNCTION clock_utc');
  await connection.query(
    'CREATE FUNCTION clock_utc() RETURNS DATETIME(6) NOT DETERMINISTIC NO SQL RETURN UTC_TIMESTAMP(6)',
  );
}

/** Takes that back. */
export async function tellTime(pool: Pool): Promise<void> {
  await pool.query('DROP FUNCTION IF EXISTS clock_utc');
  await remakeRoutine(pool, 'clock_utc');
}
