import { inTransaction } from '@kanban/schema';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';

/**
 * Gives the members of settled carriers the state of their carrier. Repeating it is harmless: after a crash in between
 * the members stay `collected`, and the reconciler does the same. Dead members follow too, so a dead digest that is
 * sent again takes its members along. Returns how many were settled.
 *
 * A separate transaction: carriers and members are locked together, by primary key, as everybody locks deliveries.
 */
export async function settleMembers(
  pool: Pool,
  carrierIds: readonly number[],
  deadlineMs: number,
): Promise<number> {
  if (carrierIds.length === 0) return 0;
  const settle = async (connection: Pick<Pool, 'query'>) => {
    const [members] = await connection.query<RowDataPacket[]>(
      "SELECT id FROM deliveries WHERE carried_by IN (?) AND state IN ('collected', 'dead')",
      [carrierIds],
    );
    if (members.length === 0) return 0;
    const memberIds = members.map(({ id }) => Number(id));
    await connection.query(
      'SELECT id FROM deliveries FORCE INDEX (PRIMARY) WHERE id IN (?) ORDER BY id FOR UPDATE',
      [[...carrierIds, ...memberIds].sort((a, b) => a - b)],
    );
    const [{ affectedRows }] = await connection.query<ResultSetHeader>(
      `UPDATE deliveries m FORCE INDEX (PRIMARY) STRAIGHT_JOIN deliveries c ON c.id = m.carried_by
       SET m.settled_at = c.settled_at, m.attempts = c.attempts, m.message_id = c.message_id, m.last_error = c.last_error,
           m.may_be_duplicate = c.may_be_duplicate, m.superseded_reason = c.superseded_reason, m.state = c.state
       WHERE m.id IN (?) AND m.carried_by IN (?) AND m.state IN ('collected', 'dead') AND m.dropped_at IS NULL
         AND m.state <> c.state AND c.state IN ('sent', 'dead', 'superseded')`,
      [memberIds, carrierIds],
    );
    return affectedRows;
  };
  return inTransaction(pool, settle, { deadlineMs, retries: 2 });
}
