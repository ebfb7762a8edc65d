import { randomBytes } from 'node:crypto';
import { sqlInstant } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { PublishableDelivery } from '../dispatch/publish.ts';
import type { Plan, PlannedDelivery } from './plan-deliveries.ts';
import { personKey, type Routing } from './routing.ts';

export interface WrittenDeliveries {
  /** Those to be published at once, leased to this relay. */
  readonly deliveries: readonly PublishableDelivery[];
  /** Events of which a delivery was settled by this: superseded. */
  readonly settledEvents: readonly number[];
}

/**
 * Writes what was planned: deliveries, which of them supersede or carry which, what becomes of the collections, and a token
 * for whoever is told because of a subscription for the first time. What goes out at once is returned as jobs to publish: it is
 * pending with due_at behind the lease, so this relay publishes it right after COMMIT, and when it dies before that, any relay
 * does once the lease is over. Everything else is pending with its due_at and published by the dispatch then. The unique key
 * (event, channel, recipient) makes a repetition change nothing. Call in the claim's transaction.
 */
export async function insertDeliveries(
  connection: PoolConnection,
  { deliveries, superseded, collections }: Plan,
  routing: Routing,
  leaseMs: number,
): Promise<WrittenDeliveries> {
  if (deliveries.length === 0) return { deliveries: [], settledEvents: [] };
  const leaseEnds = sqlInstant(routing.now + leaseMs * 1000);
  await connection.query(
    `INSERT INTO deliveries (event_id, channel, recipient, state, due_at, settled_at, subscription_id, burst_key, is_digest,
       superseded_reason)
     VALUES ? ON DUPLICATE KEY UPDATE round = round`,
    [
      deliveries.map((each) => [
        each.eventId,
        each.channel,
        each.recipient,
        each.state,
        each.dueAt === undefined ? leaseEnds : sqlInstant(each.dueAt),
        each.supersededBy ? sqlInstant(routing.now) : null,
        each.subscriptionId,
        each.burstKey,
        each.isDigest,
        each.supersededBy ? 'later news' : null,
      ]),
    ],
  );
  // A kill rolls the rows back with the claim, from here to the COMMIT.
  failPoint('fan-out deliveries inserted');
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT id AS deliveryId, event_id AS eventId, channel, recipient, round, created_at AS createdAt, state FROM deliveries
     WHERE event_id IN (?) ORDER BY id`,
    [[...new Set(deliveries.map(({ eventId }) => eventId))]],
  );
  const written = new Map(rows.map((row) => [rowKey(row as unknown as PlannedDelivery), row]));
  const idOf = (planned: PlannedDelivery): number => Number(written.get(rowKey(planned))?.deliveryId);
  await link(connection, deliveries, superseded, idOf);
  failPoint('fan-out deliveries linked');
  await noteCollections(connection, collections, idOf);
  failPoint('fan-out collections noted');
  await giveTokens(connection, deliveries, routing);
  failPoint('fan-out tokens given');
  const atOnce = deliveries.filter(({ state, dueAt }) => state === 'pending' && dueAt === undefined);
  return {
    deliveries: atOnce
      .map((planned) => written.get(rowKey(planned)))
      .filter((row) => row?.state === 'pending')
      .map((row) => ({
        deliveryId: row?.deliveryId,
        eventId: row?.eventId,
        channel: row?.channel,
        round: row?.round,
        createdAt: row?.createdAt,
      })),
    settledEvents: [
      ...[...superseded.keys()].map(({ eventId }) => eventId),
      ...deliveries.filter(({ supersededBy }) => supersededBy).map(({ eventId }) => eventId),
    ],
  };
}

/** Says of each delivery by which other one it is superseded or carried, one statement for each of those others. */
async function link(
  connection: PoolConnection,
  deliveries: readonly PlannedDelivery[],
  superseded: Plan['superseded'],
  idOf: (planned: PlannedDelivery) => number,
): Promise<void> {
  const carried = Map.groupBy(
    deliveries.filter(({ carriedBy }) => carriedBy !== undefined),
    ({ carriedBy }) => (typeof carriedBy === 'number' ? carriedBy : idOf(carriedBy as PlannedDelivery)),
  );
  for (const [carrier, members] of carried) {
    const ids = members.map(idOf);
    await connection.query('UPDATE deliveries SET carried_by = ? WHERE id IN (?)', [carrier, ids]);
    // A write, not only a lock: see the migration.
    await connection.query('UPDATE deliveries SET carries = carries + ? WHERE id = ?', [ids.length, carrier]);
  }
  const later = Map.groupBy(
    deliveries.filter(({ supersededBy }) => supersededBy),
    (planned) => idOf(lastOf(planned)),
  );
  for (const [by, earlier] of later) {
    await connection.query('UPDATE deliveries SET superseded_by = ? WHERE id IN (?)', [
      by,
      earlier.map(idOf),
    ]);
  }
  for (const [{ id }, planned] of superseded) {
    // Locked by lockCollections, so nobody has it in hand: a job of it will find nothing to claim.
    await connection.query(
      `UPDATE deliveries SET superseded_by = ?, superseded_reason = 'later news', settled_at = UTC_TIMESTAMP(6),
         state = 'superseded'
       WHERE id = ? AND state IN ('pending', 'queued')`,
      [idOf(planned), id],
    );
  }
}

/** What is told in the end: of a burst within one batch each is superseded by the one behind it. */
function lastOf(planned: PlannedDelivery): PlannedDelivery {
  let last = planned;
  while (last.supersededBy) last = last.supersededBy;
  return last;
}

/** Those that are new by a bare INSERT: should another relay have begun the same meanwhile, this is a duplicate key. */
async function noteCollections(
  connection: PoolConnection,
  collections: Plan['collections'],
  idOf: (planned: PlannedDelivery) => number,
): Promise<void> {
  const inOrder = [...collections].sort(([a], [b]) => (a < b ? -1 : 1));
  const rowsOf = (isNew: boolean) =>
    inOrder
      .filter(([, collection]) => collection.isNew === isNew)
      .map(([key, { dueAt, latest }]) => [key, sqlInstant(dueAt), idOf(latest)]);
  const insert = 'INSERT INTO collections (collection_key, due_at, delivery_id) VALUES ?';
  const [fresh, known] = [rowsOf(true), rowsOf(false)];
  if (fresh.length > 0) await connection.query(insert, [fresh]);
  if (known.length > 0) {
    const update = 'ON DUPLICATE KEY UPDATE due_at = VALUES(due_at), delivery_id = VALUES(delivery_id)';
    await connection.query(`${insert} ${update}`, [known]);
  }
}

/** 128 bits of chance for each person and subscription; IGNORE, as another relay may do the same. */
async function giveTokens(
  connection: PoolConnection,
  deliveries: readonly PlannedDelivery[],
  { told }: Routing,
): Promise<void> {
  const fresh = new Map<string, [id: number, recipient: string, token: string]>();
  for (const { channel, subscriptionId, recipient } of deliveries) {
    if (channel !== 'email' || subscriptionId === null) continue;
    const key = personKey(subscriptionId, recipient);
    if (!told.has(key)) {
      fresh.set(key, [subscriptionId, recipient.toLowerCase(), randomBytes(16).toString('hex')]);
    }
  }
  if (fresh.size === 0) return;
  const inOrder = [...fresh.values()].sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1));
  await connection.query(
    'INSERT IGNORE INTO subscription_recipients (subscription_id, recipient, token) VALUES ?',
    [inOrder],
  );
}

function rowKey({ eventId, channel, recipient }: Pick<PlannedDelivery, 'eventId' | 'channel' | 'recipient'>) {
  return `${eventId} ${channel} ${recipient}`;
}
