import { firstCharacters } from '@kanban/domain';
import { jsonOf, jsonRows, updateEach } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Failed } from './settlement.ts';

const lockOursSql = `SELECT d.id FROM ${jsonRows('said', { id: 'BIGINT UNSIGNED', token: 'CHAR(36)' })}
  STRAIGHT_JOIN deliveries d FORCE INDEX (PRIMARY) ON d.id = said.id WHERE d.claim_token = said.token FOR UPDATE`;

const updateFailed = updateEach('deliveries', 'd', {
  error: 'VARCHAR(1000)',
  may_have_arrived: 'INT',
  delay_us: 'BIGINT UNSIGNED',
});

const deadSql = `${updateFailed}
  SET d.state = 'dead', d.settled_at = UTC_TIMESTAMP(6), d.last_error = said.error,
      d.may_be_duplicate = d.may_be_duplicate OR said.may_have_arrived, d.claim_token = NULL, d.claim_expires_at = NULL`;

/** A new round: the job that failed is done, and the relay publishes another one when due_at has passed. */
const putBackSql = `${updateFailed}
  SET d.state = 'pending', d.round = d.round + 1, d.due_at = UTC_TIMESTAMP(6) + INTERVAL said.delay_us MICROSECOND,
      d.last_error = said.error, d.may_be_duplicate = d.may_be_duplicate OR said.may_have_arrived,
      d.handed_over_at = NULL, d.claim_token = NULL, d.claim_expires_at = NULL`;

/**
 * Puts failed attempts back, or gives them up: those whose claim is still ours, locked by primary key. Writes with each what the
 * server said, in `delivery_attempts`.
 */
export async function noteFailed(connection: PoolConnection, failed: readonly Failed[]): Promise<void> {
  const claims = failed.map(({ delivery: { deliveryId, claimToken } }) => [deliveryId, claimToken]);
  const [locked] = await connection.query<RowDataPacket[]>(lockOursSql, [jsonOf(claims)]);
  const ids = new Set(locked.map(({ id }) => Number(id)));
  const ours = failed.filter(({ delivery }) => ids.has(delivery.deliveryId));
  const rows = (state: 'dead' | 'pending') =>
    ours
      .filter(({ settlement }) => settlement.state === state)
      .map(({ delivery, settlement }) => {
        const delayUs = settlement.state === 'pending' ? Math.round(settlement.delayMs * 1000) : 0;
        return [delivery.deliveryId, textOf(settlement), settlement.mayHaveArrived ? 1 : 0, delayUs];
      });
  const [dead, pending] = [rows('dead'), rows('pending')];
  if (dead.length > 0) await connection.query(deadSql, [jsonOf(dead)]);
  if (pending.length > 0) await connection.query(putBackSql, [jsonOf(pending)]);
  // A kill rolls back, from here to the COMMIT.
  failPoint('settle failure written');
  if (ours.length > 0)
    await connection.query('INSERT INTO delivery_attempts (delivery_id, attempt, outcome, said) VALUES ?', [
      ours.map(({ delivery: { deliveryId, attempts }, settlement }) => [
        deliveryId,
        attempts,
        settlement.state === 'dead' ? 'dead' : 'failed',
        textOf(settlement),
      ]),
    ]);
}

function textOf({ error }: Failed['settlement']): string {
  return firstCharacters(error.toWellFormed(), 1000);
}
