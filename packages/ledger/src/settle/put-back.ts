import { jsonOf } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';
import { type FailedRow, updateFailed } from './failed-row.ts';

/** A new round, because the failed job is done; the relay publishes another one at due_at. */
const putBackSql = `${updateFailed}
  SET d.state = 'pending', d.round = d.round + 1, d.due_at = UTC_TIMESTAMP(6) + INTERVAL said.delay_us MICROSECOND,
      d.last_error = said.error, d.may_be_duplicate = d.may_be_duplicate OR said.may_have_arrived,
      d.handed_over_at = NULL, d.claim_token = NULL, d.claim_expires_at = NULL`;

/** Returns claimed deliveries for another attempt after a delay. Call it under the lock of `noteFailed`. */
export async function putBack(connection: PoolConnection, rows: readonly FailedRow[]): Promise<void> {
  if (rows.length > 0) await connection.query(putBackSql, [jsonOf(rows)]);
}
