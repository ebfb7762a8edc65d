import type { PoolConnection } from 'mysql2/promise';

export interface ClaimRowsOptions {
  readonly leaseMs: number;
  /** The part of a Message-ID after the @. */
  readonly messageIdHost: string;
}

/**
 * Claims those deliveries that are pending or queued in `round`; undefined: in any round. A claim counts as an attempt.
 */
export async function claimRows(
  connection: PoolConnection,
  ids: readonly number[],
  round: number | undefined,
  claimToken: string,
  { leaseMs, messageIdHost }: ClaimRowsOptions,
): Promise<void> {
  await connection.query(
    `UPDATE deliveries FORCE INDEX (PRIMARY)
     SET state = 'sending',
         attempts = attempts + 1,
         claim_token = ?,
         claim_expires_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND,
         handed_over_at = NULL,
         message_id = COALESCE(message_id, CONCAT(
           '<d', id, '-e', event_id, '-',
           LOWER(CONV(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', created_at), 10, 36)), '@', ?, '>'))
     WHERE id IN (?) AND state IN ('pending', 'queued') ${round === undefined ? '' : 'AND round = ?'}`,
    [claimToken, leaseMs * 1000, messageIdHost, ids, round],
  );
}
