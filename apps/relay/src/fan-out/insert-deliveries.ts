import { randomBytes } from 'node:crypto';
import { inStatements, jsonOf, sqlInstant, updateEach } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { PoolConnection } from 'mysql2/promise';
import type { PublishableDelivery } from '../dispatch/publish.ts';
import type { Plan, PlannedDelivery } from './plan-deliveries.ts';
import { personKey, type Routing } from './routing.ts';
import { keyOf, readWritten, type WrittenDelivery } from './written-deliveries.ts';

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
 * (event, channel, recipient) makes a repetition change nothing. Call in the claim's transaction. Throws CollectionBegun.
 */
export async function insertDeliveries(
  connection: PoolConnection,
  { deliveries, superseded, collections }: Plan,
  routing: Routing,
  told: ReadonlyMap<string, boolean>,
  leaseMs: number,
): Promise<WrittenDeliveries> {
  if (deliveries.length === 0) return { deliveries: [], settledEvents: [] };
  await insert(connection, deliveries, routing, leaseMs);
  // A kill rolls the rows back with the claim, from here to the COMMIT.
  failPoint('fan-out deliveries inserted');
  const written = await readWritten(connection, deliveries);
  const idOf = (planned: PlannedDelivery): number => Number(written.get(keyOf(planned))?.deliveryId);
  await link(connection, deliveries, superseded, idOf);
  failPoint('fan-out deliveries linked');
  await noteCollections(connection, collections, idOf);
  failPoint('fan-out collections noted');
  await giveTokens(connection, deliveries, told);
  failPoint('fan-out tokens given');
  const atOnce = deliveries.filter(({ state, dueAt }) => state === 'pending' && dueAt === undefined);
  return {
    deliveries: atOnce
      .map((planned) => written.get(keyOf(planned)))
      .filter((row) => row?.state === 'pending') as WrittenDelivery[],
    settledEvents: [
      ...[...superseded.keys()].map(({ eventId }) => eventId),
      ...deliveries.filter(({ supersededBy }) => supersededBy).map(({ eventId }) => eventId),
    ],
  };
}

async function insert(
  connection: PoolConnection,
  deliveries: readonly PlannedDelivery[],
  { now }: Routing,
  leaseMs: number,
): Promise<void> {
  const leaseEnds = sqlInstant(now + leaseMs * 1000);
  const rows = deliveries.map((each) => [
    each.eventId,
    each.channel,
    each.recipient,
    each.state,
    each.dueAt === undefined ? leaseEnds : sqlInstant(each.dueAt),
    each.supersededBy ? sqlInstant(now) : null,
    each.subscriptionId,
    each.burstKey,
    each.isDigest,
    each.supersededBy ? 'later news' : null,
  ]);
  for (const list of inStatements(rows)) {
    await connection.query(
      `INSERT INTO deliveries (event_id, channel, recipient, state, due_at, settled_at, subscription_id, burst_key, is_digest,
         superseded_reason)
       VALUES ? ON DUPLICATE KEY UPDATE round = round`,
      [list],
    );
  }
}

const updateLinks = (other: string) => updateEach('deliveries', 'd', { [other]: 'BIGINT UNSIGNED' });

const carriedSql = `${updateLinks('carrier')} SET d.carried_by = said.carrier`;
/** A write, not only a lock: see the migration. */
const carriesSql = `${updateLinks('more')} SET d.carries = d.carries + said.more`;
const supersededSql = `${updateLinks('later')} SET d.superseded_by = said.later`;
/** Locked by lockCollections, so nobody has them in hand: a job of one will find nothing to claim. */
const overtakenSql = `${updateLinks('later')}
  SET d.superseded_by = said.later, d.superseded_reason = 'later news', d.settled_at = UTC_TIMESTAMP(6), d.state = 'superseded'
  WHERE d.state IN ('pending', 'queued')`;

/** Says of each delivery by which other one it is superseded or carried. */
async function link(
  connection: PoolConnection,
  deliveries: readonly PlannedDelivery[],
  superseded: Plan['superseded'],
  idOf: (planned: PlannedDelivery) => number,
): Promise<void> {
  const carried = deliveries
    .filter(({ carriedBy }) => carriedBy !== undefined)
    .map((each) => {
      const { carriedBy: carrier } = each;
      return [idOf(each), typeof carrier === 'number' ? carrier : idOf(carrier as PlannedDelivery)] as const;
    });
  const more = Map.groupBy(carried, ([, carrier]) => carrier);
  const earlier = deliveries.filter(({ supersededBy }) => supersededBy);
  await update(connection, carriedSql, carried);
  await update(
    connection,
    carriesSql,
    [...more].map(([carrier, members]) => [carrier, members.length]),
  );
  await update(
    connection,
    supersededSql,
    earlier.map((each) => [idOf(each), idOf(lastOf(each))]),
  );
  await update(
    connection,
    overtakenSql,
    [...superseded].map(([{ id }, planned]) => [id, idOf(planned)]),
  );
}

/** In the order of the ids, as everybody locks deliveries. */
async function update(
  connection: PoolConnection,
  sql: string,
  rows: readonly (readonly [id: number, value: number])[],
): Promise<void> {
  for (const list of inStatements(rows.toSorted(([a], [b]) => a - b)))
    await connection.query(sql, [jsonOf(list)]);
}

/** What is told in the end: of a burst within one batch each is superseded by the one behind it. */
function lastOf(planned: PlannedDelivery): PlannedDelivery {
  let last = planned;
  while (last.supersededBy) last = last.supersededBy;
  return last;
}

/** Another relay has begun a burst or digest that we were about to begin: rolled back and done again, it is found. */
export class CollectionBegun extends Error {}

const DUPLICATE_KEY = 1062;

/** Those that are new by a bare INSERT: should another relay have begun the same meanwhile, this is a duplicate key. */
async function noteCollections(
  connection: PoolConnection,
  collections: Plan['collections'],
  idOf: (planned: PlannedDelivery) => number,
): Promise<void> {
  const inOrder = [...collections].sort(([a], [b]) => (a < b ? -1 : 1));
  const write = async (isNew: boolean, rest: string) => {
    const rows = inOrder
      .filter(([, collection]) => collection.isNew === isNew)
      .map(([key, { dueAt, latest }]) => [key, sqlInstant(dueAt), idOf(latest)]);
    for (const list of inStatements(rows))
      await connection.query(
        `INSERT INTO collections (collection_key, due_at, delivery_id) VALUES ? ${rest}`,
        [list],
      );
  };
  await write(true, '').catch((error) => {
    throw error.errno === DUPLICATE_KEY
      ? new CollectionBegun('Another relay began it', { cause: error })
      : error;
  });
  await write(false, 'ON DUPLICATE KEY UPDATE due_at = VALUES(due_at), delivery_id = VALUES(delivery_id)');
}

/** 128 bits of chance for each person and subscription; IGNORE, as another relay may do the same. */
async function giveTokens(
  connection: PoolConnection,
  deliveries: readonly PlannedDelivery[],
  told: ReadonlyMap<string, boolean>,
): Promise<void> {
  const fresh = new Map<string, [id: number, recipient: string, token: string]>();
  for (const { channel, subscriptionId, recipient } of deliveries) {
    if (channel !== 'email' || subscriptionId === null) continue;
    const key = personKey(subscriptionId, recipient);
    if (!told.has(key)) {
      fresh.set(key, [subscriptionId, recipient.toLowerCase(), randomBytes(16).toString('hex')]);
    }
  }
  const inOrder = [...fresh.values()].sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1));
  for (const list of inStatements(inOrder))
    await connection.query(
      'INSERT IGNORE INTO subscription_recipients (subscription_id, recipient, token) VALUES ?',
      [list],
    );
}
