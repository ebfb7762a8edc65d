import { randomBytes } from 'node:crypto';
import type { PlannedDelivery } from '@kanban/ledger';
import { inStatements } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { PoolConnection } from 'mysql2/promise';
import { personKey } from './routing.ts';

/**
 * Gives each person whom a subscription reaches for the first time the token of their unsubscribe link: 128 bits of chance.
 * `known`: who has one. IGNORE, as another relay may do the same. Call in the transaction that writes the deliveries.
 */
export async function giveTokens(
  connection: PoolConnection,
  deliveries: readonly PlannedDelivery[],
  known: ReadonlyMap<string, boolean>,
): Promise<void> {
  if (deliveries.length === 0) return;
  const fresh = new Map<string, [id: number, recipient: string, token: string]>();
  for (const { channel, subscriptionId, recipient } of deliveries) {
    if (channel !== 'email' || subscriptionId === null) continue;
    const key = personKey(subscriptionId, recipient);
    if (!known.has(key)) {
      fresh.set(key, [subscriptionId, recipient.toLowerCase(), randomBytes(16).toString('hex')]);
    }
  }
  const inOrder = [...fresh.values()].sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1));
  for (const list of inStatements(inOrder))
    await connection.query(
      'INSERT IGNORE INTO subscription_recipients (subscription_id, recipient, token) VALUES ?',
      [list],
    );
  failPoint('fan-out tokens given');
}
