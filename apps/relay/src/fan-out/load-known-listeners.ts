import { inStatements, jsonOf, jsonRows } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { type Listener, personKey } from './routing.ts';

const knownSql = `SELECT t.subscription_id AS id, t.recipient, t.unsubscribed_at IS NOT NULL AS hasLeft
  FROM ${jsonRows('asked', { id: 'BIGINT UNSIGNED', recipient: 'VARCHAR(254)' })}
  STRAIGHT_JOIN subscription_recipients t ON t.subscription_id = asked.id AND t.recipient = asked.recipient`;

/**
 * Which of these persons got a message by a subscription before, by `personKey`; true: they unsubscribed. By key,
 * because the table keeps a row for each person and subscription.
 */
export async function loadKnownListeners(
  connection: PoolConnection,
  listeners: readonly Listener[],
): Promise<Map<string, boolean>> {
  const asked = listeners.flatMap(({ recipient, subscriptions }) =>
    subscriptions.map(({ id }) => [id, recipient.toLowerCase()] as const),
  );
  const known = new Map<string, boolean>();
  for (const pairs of inStatements(asked)) {
    const [rows] = await connection.query<RowDataPacket[]>(knownSql, [jsonOf(pairs)]);
    for (const { id, recipient, hasLeft } of rows)
      known.set(personKey(Number(id), String(recipient)), Number(hasLeft) === 1);
  }
  return known;
}
