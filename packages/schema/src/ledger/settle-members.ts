import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2/promise';

/**
 * Gives what digests carry the state of their carriers, where those are settled. Doing it twice changes nothing: who dies
 * between settling a carrier and this leaves its members `collected`, and the relay's reconciler does the same. A member that
 * is dead follows too, so that a dead digest that is sent again takes its members along. Returns how many were settled.
 */
export async function settleMembers(
  connection: Pool | PoolConnection,
  carrierIds: readonly number[],
): Promise<number> {
  if (carrierIds.length === 0) return 0;
  const [{ affectedRows }] = await connection.query<ResultSetHeader>(
    `UPDATE deliveries m JOIN deliveries c ON c.id = m.carried_by
     SET m.settled_at = c.settled_at, m.attempts = c.attempts, m.message_id = c.message_id, m.last_error = c.last_error,
         m.may_be_duplicate = c.may_be_duplicate, m.superseded_reason = c.superseded_reason, m.state = c.state
     WHERE m.carried_by IN (?) AND m.state IN ('collected', 'dead') AND m.dropped_at IS NULL AND m.state <> c.state
       AND c.state IN ('sent', 'dead', 'superseded')`,
    [carrierIds],
  );
  return affectedRows;
}
