import { firstCharacters } from '@kanban/domain';
import { jsonOf, jsonRows } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { FailedRow } from './failed-row.ts';
import { giveUp } from './give-up.ts';
import { putBack } from './put-back.ts';
import type { Failed } from './settlement.ts';

const lockOursSql = `SELECT d.id FROM ${jsonRows('said', { id: 'BIGINT UNSIGNED', token: 'CHAR(36)' })}
  STRAIGHT_JOIN deliveries d FORCE INDEX (PRIMARY) ON d.id = said.id WHERE d.claim_token = said.token FOR UPDATE`;

/**
 * Puts failed attempts back, or gives them up, if the claim is still ours; locks them by primary key. Stores the
 * server's answer in `delivery_attempts`.
 */
export async function noteFailed(connection: PoolConnection, failed: readonly Failed[]): Promise<void> {
  const claims = failed.map(({ delivery: { deliveryId, claimToken } }) => [deliveryId, claimToken]);
  const [locked] = await connection.query<RowDataPacket[]>(lockOursSql, [jsonOf(claims)]);
  const ids = new Set(locked.map(({ id }) => Number(id)));
  const ours = failed.filter(({ delivery }) => ids.has(delivery.deliveryId));
  await giveUp(connection, rowsOf(ours, 'dead'));
  await putBack(connection, rowsOf(ours, 'pending'));
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

function rowsOf(failed: readonly Failed[], state: 'dead' | 'pending'): FailedRow[] {
  return failed
    .filter(({ settlement }) => settlement.state === state)
    .map(({ delivery, settlement }) => {
      const delayUs = settlement.state === 'pending' ? Math.round(settlement.delayMs * 1000) : 0;
      return [delivery.deliveryId, textOf(settlement), settlement.mayHaveArrived ? 1 : 0, delayUs];
    });
}

function textOf({ error }: Failed['settlement']): string {
  return firstCharacters(error.toWellFormed(), 1000);
}
