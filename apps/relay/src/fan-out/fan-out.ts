import { InvalidPayload, parsePayload } from '@kanban/notifications';
import { inTransaction, isRetryable, parseJson, withConnection } from '@kanban/schema';
import type { Pool, PoolConnection } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { PublishableDelivery } from '../dispatch/publish.ts';
import { type ClaimedEvent, claimEvent, claimEvents, hasPendingEvents } from './claim-events.ts';
import { insertDeliveries, type NewDelivery } from './insert-deliveries.ts';
import { loadRouting } from './load-routing.ts';
import { markFannedOut, markRefused, markUnheard } from './mark-events.ts';
import { type Routing, recipientsOf } from './routing.ts';

export interface FannedOut {
  readonly events: number;
  readonly refused: number;
  /** Written and committed, leased to this relay to publish. */
  readonly deliveries: readonly PublishableDelivery[];
}

const nothing: FannedOut = { events: 0, refused: 0, deliveries: [] };

/**
 * Turns the oldest pending events into deliveries, in one short transaction. `events` is how many were claimed.
 *
 * What can go wrong:
 * - killed before COMMIT: nothing happened, the events are claimed again;
 * - killed after COMMIT, or the answer to COMMIT lost: the deliveries are published when their lease is over;
 * - deadlock, or a Galera node that loses at COMMIT (1213): the whole transaction again;
 * - a payload that says nothing: the reason is noted on the event, the rest of the batch goes on;
 * - a row the database refuses for another reason: the batch is done again one by one, and the bad one gets the reason.
 */
export async function fanOut(pool: Pool, config: Config, log: Logger): Promise<FannedOut> {
  const { databaseDeadlineMs: deadlineMs, batchSize } = config;
  if (!(await withConnection(pool, deadlineMs, hasPendingEvents))) return nothing;
  let claimed: ClaimedEvent[] = [];
  try {
    return await inTransaction(
      pool,
      async (connection) => {
        claimed = await claimEvents(connection, batchSize);
        return fanOutClaimed(connection, claimed, config, log);
      },
      { deadlineMs, retries: 2 },
    );
  } catch (error) {
    if (isRetryable(error) || claimed.length === 0) throw error;
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
    } catch (error) {
      if (isRetryable(error)) throw error;
      const reason = (error as Error).message;
      log.error({ eventId: id, err: error }, 'An event could not be fanned out');
      await withConnection(pool, deadlineMs, (connection) =>
        markRefused(connection, id, reason, fanOutAttempts),
      );
      results.push({ events: 1, refused: 1, deliveries: [] });
    }
  }
  return {
    events: claimed.length,
    refused: results.reduce((sum, { refused }) => sum + refused, 0),
    deliveries: results.flatMap(({ deliveries }) => deliveries),
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
  const planned: NewDelivery[] = [];
  const heard: number[] = [];
  const unheard: number[] = [];
  let refused = 0;
  for (const event of claimed) {
    const deliveries = plan(event, routing);
    if (deliveries instanceof InvalidPayload) {
      refused++;
      log.error({ eventId: event.id, topic: event.topic, reason: deliveries.message }, 'A bad event');
      await markRefused(connection, event.id, deliveries.message, config.fanOutAttempts);
      continue;
    }
    planned.push(...deliveries);
    (deliveries.length > 0 ? heard : unheard).push(event.id);
  }
  const deliveries = await insertDeliveries(connection, planned, config.publishLeaseMs);
  await markFannedOut(connection, heard);
  await markUnheard(connection, unheard);
  return { events: claimed.length, refused, deliveries };
}

function plan({ id, topic, payload }: ClaimedEvent, routing: Routing): NewDelivery[] | InvalidPayload {
  try {
    const recipients = recipientsOf(topic, parsePayload(parseJson(payload)), routing);
    return recipients.map((recipient) => ({ eventId: id, ...recipient }));
  } catch (error) {
    if (error instanceof InvalidPayload) return error;
    throw error;
  }
}
