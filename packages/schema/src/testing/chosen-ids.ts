import type { Pool, PoolConnection } from 'mysql2/promise';
import { remakeRoutine } from './remake-routine.ts';

/** Lets statements choose ids on this board: for tests that lay out a history by its ids. The guards refuse it (9125). */
export async function allowChosenIds(connection: Pool | PoolConnection): Promise<void> {
  await connection.query('DROP PROCEDURE check_id');
  await connection.query('CREATE PROCEDURE check_id(IN p_id BIGINT UNSIGNED) BEGIN END');
}

/** Takes that back. */
export async function refuseChosenIds(pool: Pool): Promise<void> {
  await pool.query('DROP PROCEDURE IF EXISTS check_id');
  await remakeRoutine(pool, 'check_id');
}
