import { jsonOf } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';
import { type FailedRow, updateFailed } from './failed-row.ts';

const deadSql = `${updateFailed}
  SET d.state = 'dead', d.settled_at = UTC_TIMESTAMP(6), d.last_error = said.error,
      d.may_be_duplicate = d.may_be_duplicate OR said.may_have_arrived, d.claim_token = NULL, d.claim_expires_at = NULL`;

/** Turns claimed deliveries into dead letters. Call it under the lock of `noteFailed`. */
export async function giveUp(connection: PoolConnection, rows: readonly FailedRow[]): Promise<void> {
  if (rows.length > 0) await connection.query(deadSql, [jsonOf(rows)]);
}
