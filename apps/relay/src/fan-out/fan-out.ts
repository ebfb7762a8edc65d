import { type EventPayload, InvalidPayload, parsePayload } from '@kanban/notifications';
import { inTransaction, parseJson, settleEvents, withConnection } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { Pool, PoolConnection } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { PublishableDelivery } from '../dispatch/publish.ts';
import { type ClaimedEvent, claimEvent, claimEvents, hasPendingEvents } from './claim-events.ts';
import { insertDeliveries } from './insert-deliveries.ts';
import { isEventsFault } from './is-events-fault.ts';
import { loadPeople } from './load-people.ts';
import { loadRouting } from './load-routing.ts';
import { isRaceForCollection, lockCollections } from './lock-collections.ts';
import { markFannedOut, markRefused, markUnheard } from './mark-events.ts';
import { collectionKeyOf, planDeliveries, type WantedDelivery } from './plan-deliveries.ts';
import { recipientsOf } from './routing.ts';
import { withoutWritten } from './without-written.ts';

export interface FannedOut {
  readonly events: number;
  readonly refused: number;
  /** Written and committed, leased to this relay to publish. */
  readonly deliveries: readonly PublishableDelivery[];
  /** Events of which a delivery was superseded by a later one. */
  readonly settledEvents: readonly number[];
}

/** Losing more often than this in a row, with the loser's keys there by then, is no race. */
const MOST_RACES = 20;

const nothing: FannedOut = { events: 0, refused: 0, deliveries: [], settledEvents: [] };

/**
 * Turns the oldest pending events into deliveries, in one short transaction. `events` is how many were claimed.
 *
 * What can go wrong:
 * - killed before COMMIT: nothing happened, the events are claimed again;
 * - killed after COMMIT, or the answer to COMMIT lost: the deliveries are published when their lease is over;
 * - deadlock, or a Galera node that loses at COMMIT (1213): the whole transaction again;
 * - another relay begins the same burst or digest at the same moment: rolled back, and done again behind it;
 * - a payload that says nothing: the reason is noted on the event, the rest of the batch goes on;
 * - a row the database refuses for another reason: the batch is done again one by one, and the bad one gets the reason;
 * - read-only, a full disk, missing rights or tables: thrown, nothing is noted, the loop tries again until that is mended.
 */
export async function fanOut(pool: Pool, config: Config, log: Logger): Promise<FannedOut> {
  const fannedOut = await fanOutBatch(pool, config, log);
  try {
    await settleEvents(pool, fannedOut.settledEvents, config.databaseDeadlineMs);
    // A kill before this leaves events unprocessed whose deliveries are settled: the reconciler finds them.
    failPoint('fan-out superseded settled');
  } catch (error) {
    log.warn({ err: error }, 'Superseded events are left to the reconciler');
  }
  return fannedOut;
}

async function fanOutBatch(pool: Pool, config: Config, log: Logger, races = 0): Promise<FannedOut> {
  const { databaseDeadlineMs: deadlineMs, batchSize } = config;
  if (!(await withConnection(pool, deadlineMs, hasPendingEvents))) return nothing;
  let claimed: ClaimedEvent[] = [];
  try {
    const fannedOut = await inTransaction(
      pool,
      async (connection) => {
        claimed = await claimEvents(connection, batchSize);
        // A kill rolls back: the events are pending, from here to the COMMIT.
        failPoint('fan-out claimed');
        return fanOutClaimed(connection, claimed, config, log);
      },
      { deadlineMs, retries: 2 },
    );
    // A kill leaves deliveries that are pending and due when the lease is over; any relay publishes them.
    failPoint('fan-out committed');
    return fannedOut;
  } catch (error) {
    if (isRaceForCollection(error) && races < MOST_RACES) return fanOutBatch(pool, config, log, races + 1);
    if (!isEventsFault(error) || claimed.length === 0) throw error;
    log.warn(
      { err: error, events: claimed.length },
      'A batch was refused; fanning its events out one by one',
    );
    return fanOutOneByOne(pool, claimed, config, log);
  }
}

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
        fanOutClaimed(connection, await claimEvent(connection, id), config, log);
      results.push(await inTransaction(pool, work, { deadlineMs, retries: 2 }));
      // As behind the COMMIT of a whole batch; the events not reached yet are pending.
      failPoint('fan-out one committed');
    } catch (error) {
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
    events: claimed.length,
    refused: results.reduce((sum, { refused }) => sum + refused, 0),
    deliveries: results.flatMap(({ deliveries }) => deliveries),
    settledEvents: results.flatMap(({ settledEvents }) => settledEvents),
  };
}

async function fanOutClaimed(
  connection: PoolConnection,
  claimed: readonly ClaimedEvent[],
  config: Config,
  log: Logger,
): Promise<FannedOut> {
  if (claimed.length === 0) return nothing;
  const routing = await loadRouting(connection, config.defaultRecipient);
  failPoint('fan-out routed');
  const read: { id: number; topic: string; payload: EventPayload }[] = [];
  let refused = 0;
  for (const { id, topic, payload } of claimed) {
    const readable = readPayload(payload);
    if (!(readable instanceof InvalidPayload)) {
      read.push({ id, topic, payload: readable });
      continue;
    }
    refused++;
    log.error({ eventId: id, topic, reason: readable.message }, 'A bad event');
    await markRefused(connection, id, readable.message, config.fanOutAttempts);
    // A kill takes the note of this try back too: a bad event may be tried more often than it says.
    failPoint('fan-out bad event marked');
  }
  const people = await loadPeople(connection, read, routing);
  failPoint('fan-out people found');
  const heard: number[] = [];
  const unheard: number[] = [];
  const wanted: WantedDelivery[] = [];
  for (const { id, topic, payload } of read) {
    const recipients = recipientsOf(topic, payload, routing, people);
    (recipients.length > 0 ? heard : unheard).push(id);
    const { value_stream: valueStream = '', queue_name: queueName = '' } = payload;
    wanted.push(...recipients.map((each) => ({ eventId: id, topic, valueStream, queueName, ...each })));
  }
  const unwritten = await withoutWritten(connection, wanted);
  failPoint('fan-out written ones left out');
  const keys = unwritten.map((each) => collectionKeyOf(each, routing)).filter((key) => key !== undefined);
  const collections = await lockCollections(connection, new Set(keys));
  failPoint('fan-out collections locked');
  const plan = planDeliveries(unwritten, collections, routing);
  const written = await insertDeliveries(connection, plan, routing, config.publishLeaseMs);
  failPoint('fan-out deliveries read back');
  await markFannedOut(connection, heard);
  failPoint('fan-out marked');
  await markUnheard(connection, unheard);
  failPoint('fan-out unheard marked');
  return { events: claimed.length, refused, ...written };
}

function readPayload(payload: unknown): EventPayload | InvalidPayload {
  try {
    return parsePayload(parseJson(payload));
  } catch (error) {
    if (error instanceof InvalidPayload) return error;
    throw error;
  }
}
