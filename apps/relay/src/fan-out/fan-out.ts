import {
  type ClaimedEvent,
  CollectionBegun,
  claimEvent,
  claimEvents,
  hasPendingEvents,
  keyOf,
  leaveOutWritten,
  lockCollections,
  markFannedOut,
  markRefused,
  markWithoutRecipient,
  type PublishableDelivery,
  readWritten,
  settleEvents,
  writeDeliveries,
} from '@kanban/ledger';
import { InvalidPayload, parsePayload } from '@kanban/notifications';
import { inTransaction, parseJson, withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, PoolConnection } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { giveTokens } from './give-tokens.ts';
import { isEventsFault } from './is-events-fault.ts';
import { loadKnownListeners } from './load-known-listeners.ts';
import { loadPeople } from './load-people.ts';
import { loadRouting } from './load-routing.ts';
import { collectionKeyOf, planDeliveries, type WantedDelivery } from './plan-deliveries.ts';
import { recipientsOf } from './routing.ts';
import { type Part, type ReadableEvent, type Rest, takePart } from './take-part.ts';

export interface FannedOut {
  /** Events that are done: fanned out, without a recipient, or refused. */
  readonly events: number;
  readonly refused: number;
  /** Written, committed and leased to this relay for publishing. */
  readonly deliveries: readonly PublishableDelivery[];
  /** Events of which a delivery was superseded by a later one. */
  readonly settledEvents: readonly number[];
  /** More events wait. */
  readonly isFull: boolean;
  /** Not all claimed events fitted into the transaction. */
  readonly isCut: boolean;
  /** The rest of the event whose list did not fit. */
  readonly rest: Rest | undefined;
}

/** The memory of a relay between runs; without it a run only takes longer. */
export interface Progress {
  rest?: Rest | undefined;
  /** How many events to claim; with long lists only few fit into a transaction. */
  events?: number;
  /** Work that is not logged yet. */
  unsaid?: { since: number; events: number; deliveries: number } | undefined;
}

/** Interval of log lines about the progress of long lists. */
const SAY_EVERY_MS = 2_000;

/** If it loses more often than this and the keys exist by then, this is not a race. */
const MOST_RACES = 20;

const nothing: FannedOut = {
  events: 0,
  refused: 0,
  deliveries: [],
  settledEvents: [],
  isFull: false,
  isCut: false,
  rest: undefined,
};

/**
 * Turns the oldest pending events into deliveries, in one short transaction of at most `deliveriesATransaction`
 * deliveries. A list that does not fit is written in parts: its event stays pending until the last part, and deliveries
 * that exist are skipped. What can go wrong:
 * - killed before COMMIT: nothing happened, and the events are claimed again;
 * - killed after COMMIT, or its answer lost: the deliveries are published when their lease ends;
 * - deadlock, or a Galera node that loses at COMMIT (1213): the whole transaction is repeated;
 * - another relay begins the same burst or digest at the same moment: rolled back and repeated;
 * - another relay continues a list between two parts: each skips what the other has written;
 * - an unusable payload: the reason is noted on the event, and the rest of the batch goes on;
 * - a row that the database refuses for another reason: the batch is repeated event by event, and the bad one gets the
 *   reason;
 * - read-only, full disk, missing rights or tables: thrown, nothing is noted, and the loop tries until it is repaired.
 */
export async function fanOut(
  pool: Pool,
  config: Config,
  log: Logger,
  progress: Progress = {},
): Promise<FannedOut> {
  const fannedOut = await fanOutBatch(pool, config, log, progress);
  const { events, isCut, rest } = fannedOut;
  const claimed = progress.events ?? config.batchSize;
  progress.rest = rest;
  progress.events = isCut ? Math.max(1, events * 2) : Math.min(config.batchSize, claimed * 2);
  say(fannedOut, progress, log);
  try {
    await settleEvents(pool, fannedOut.settledEvents, config.databaseDeadlineMs);
    // A kill before this leaves events unprocessed whose deliveries are settled: the reconciler finds them.
    failPoint('fan-out superseded settled');
  } catch (error) {
    log.warn({ err: error }, 'Superseded events are left to the reconciler');
  }
  return fannedOut;
}

function say({ events, deliveries, isFull, rest }: FannedOut, progress: Progress, log: Logger): void {
  const unsaid = progress.unsaid ?? { since: performance.now(), events: 0, deliveries: 0 };
  unsaid.events += events;
  unsaid.deliveries += deliveries.length;
  progress.unsaid = isFull ? unsaid : undefined;
  if (!isFull || performance.now() - unsaid.since < SAY_EVERY_MS) return;
  const list = rest && { eventId: rest.eventId, recipientsLeft: rest.listeners.length };
  log.info({ events: unsaid.events, deliveries: unsaid.deliveries, ...list }, 'Fanning out');
  progress.unsaid = { since: performance.now(), events: 0, deliveries: 0 };
}

async function fanOutBatch(
  pool: Pool,
  config: Config,
  log: Logger,
  progress: Progress,
  races = 0,
): Promise<FannedOut> {
  const { databaseDeadlineMs: deadlineMs, batchSize } = config;
  if (!(await withConnection(pool, deadlineMs, hasPendingEvents))) return nothing;
  const limit = progress.events ?? batchSize;
  let claimed: ClaimedEvent[] = [];
  try {
    const fannedOut = await inTransaction(
      pool,
      async (connection) => {
        claimed = await claimEvents(connection, limit);
        // A kill rolls back: the events are pending, from here to the COMMIT.
        failPoint('fan-out claimed');
        return fanOutClaimed(connection, claimed, progress.rest, config, log);
      },
      { deadlineMs, retries: 2 },
    );
    // A kill leaves deliveries that are pending and due when the lease is over; any relay publishes them.
    failPoint('fan-out committed');
    return { ...fannedOut, isFull: fannedOut.isCut || claimed.length === limit };
  } catch (error) {
    if (error instanceof CollectionBegun && races < MOST_RACES)
      return fanOutBatch(pool, config, log, progress, races + 1);
    if (!isEventsFault(error) || claimed.length === 0) throw error;
    log.warn(
      { err: error, events: claimed.length },
      'A batch was refused; fanning its events out one by one',
    );
    return fanOutOneByOne(pool, claimed, config, log);
  }
}

/** A part of each list; what does not fit stays pending for the next batch. */
async function fanOutOneByOne(
  pool: Pool,
  claimed: readonly ClaimedEvent[],
  config: Config,
  log: Logger,
): Promise<FannedOut> {
  const { databaseDeadlineMs: deadlineMs, fanOutAttempts } = config;
  const results: FannedOut[] = [];
  for (const { id } of claimed) {
    try {
      const work = async (connection: PoolConnection) =>
        fanOutClaimed(connection, await claimEvent(connection, id), undefined, config, log);
      results.push(await inTransaction(pool, work, { deadlineMs, retries: 2 }));
      // As after the COMMIT of a whole batch; the events not reached yet are pending.
      failPoint('fan-out one committed');
    } catch (error) {
      // Another relay was faster: the event is pending and gets its turn again.
      if (error instanceof CollectionBegun) continue;
      if (!isEventsFault(error)) throw error;
      const reason = (error as Error).message;
      log.error({ eventId: id, err: error }, 'An event could not be fanned out');
      await withConnection(pool, deadlineMs, (connection) =>
        markRefused(connection, id, reason, fanOutAttempts),
      );
      // A kill has noted one try of the bad event; what was committed before it is due when the lease is over.
      failPoint('fan-out one refused');
      results.push({ ...nothing, events: 1, refused: 1 });
    }
  }
  return {
    events: results.reduce((sum, { events }) => sum + events, 0),
    refused: results.reduce((sum, { refused }) => sum + refused, 0),
    deliveries: results.flatMap(({ deliveries }) => deliveries),
    settledEvents: results.flatMap(({ settledEvents }) => settledEvents),
    isFull: results.some(({ isCut }) => isCut),
    isCut: false,
    rest: undefined,
  };
}

async function fanOutClaimed(
  connection: PoolConnection,
  claimed: readonly ClaimedEvent[],
  rest: Rest | undefined,
  config: Config,
  log: Logger,
): Promise<FannedOut> {
  if (claimed.length === 0) return nothing;
  // The recipients of an event that is partly written are fixed.
  const fresh = claimed.filter(({ id }) => id !== rest?.eventId);
  const routing = await loadRouting(connection, config.defaultRecipient, fresh.length > 0);
  failPoint('fan-out routed');
  const { readable, refused } = await readPayloads(connection, claimed, config, log);
  const people = await loadPeople(connection, readable, routing);
  failPoint('fan-out people found');
  const part = await takePart(
    readable,
    { routing, people, rest, room: config.deliveriesATransaction },
    (eventId, listeners) => leaveOutWritten(connection, eventId, listeners),
  );
  const { known, wanted } = await recipientsOfPart(connection, part);
  failPoint('fan-out known listeners looked up');
  const written = await readWritten(connection, wanted);
  failPoint('fan-out written ones left out');
  const unwritten = wanted.filter((each) => !written.has(keyOf(each)));
  const keys = unwritten.map((each) => collectionKeyOf(each, routing)).filter((key) => key !== undefined);
  const collections = await lockCollections(connection, new Set(keys));
  failPoint('fan-out collections locked');
  const plan = planDeliveries(unwritten, collections, routing);
  const inserted = await writeDeliveries(connection, plan, routing.now, config.publishLeaseMs);
  await giveTokens(connection, plan.deliveries, known);
  failPoint('fan-out deliveries read back');
  const withRecipient = new Set(wanted.map(({ eventId }) => eventId));
  for (const { event, hadRecipient } of part.taken) if (hadRecipient) withRecipient.add(event.id);
  const done = part.done.map(({ id }) => id);
  await markFannedOut(
    connection,
    done.filter((id) => withRecipient.has(id)),
  );
  failPoint('fan-out marked');
  await markWithoutRecipient(
    connection,
    done.filter((id) => !withRecipient.has(id)),
  );
  failPoint('fan-out without recipient marked');
  return {
    events: done.length + refused,
    refused,
    ...inserted,
    isFull: false,
    isCut: part.done.length < readable.length,
    rest: part.rest && { ...part.rest, hadRecipient: withRecipient.has(part.rest.eventId) },
  };
}

/** Events with a usable payload; the others get the reason. */
async function readPayloads(
  connection: PoolConnection,
  claimed: readonly ClaimedEvent[],
  config: Config,
  log: Logger,
): Promise<{ readable: ReadableEvent[]; refused: number }> {
  const readable: ReadableEvent[] = [];
  for (const { id, topic, payload } of claimed) {
    try {
      readable.push({ id, topic, payload: parsePayload(parseJson(payload)) });
    } catch (error) {
      if (!(error instanceof InvalidPayload)) throw error;
      log.error({ eventId: id, topic, reason: error.message }, 'A bad event');
      await markRefused(connection, id, error.message, config.fanOutAttempts);
      // A kill also undoes the count of this try: a bad event may be tried more often than its count says.
      failPoint('fan-out bad event marked');
    }
  }
  return { readable, refused: claimed.length - readable.length };
}

async function recipientsOfPart(
  connection: PoolConnection,
  { taken }: Part,
): Promise<{ known: Map<string, boolean>; wanted: WantedDelivery[] }> {
  const known = await loadKnownListeners(
    connection,
    taken.flatMap(({ listeners }) => listeners),
  );
  const wanted = taken.flatMap(({ event: { id, topic, payload }, listeners }) => {
    const { value_stream: valueStream = '', queue_name: queueName = '' } = payload;
    return recipientsOf(listeners, known).map((each) => ({
      eventId: id,
      topic,
      valueStream,
      queueName,
      ...each,
    }));
  });
  return { known, wanted };
}
