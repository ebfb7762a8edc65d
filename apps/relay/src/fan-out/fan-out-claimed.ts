import {
  type ClaimedEvent,
  keyOf,
  leaveOutWritten,
  lockCollections,
  markFannedOut,
  markWithoutRecipient,
  readWritten,
  writeDeliveries,
} from '@kanban/ledger';
import { failPoint } from '@kanban/service';
import type { PoolConnection } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { type FannedOut, nothing } from './fanned-out.ts';
import { giveTokens } from './give-tokens.ts';
import { loadKnownListeners } from './load-known-listeners.ts';
import { loadPeople } from './load-people.ts';
import { loadRouting } from './load-routing.ts';
import { collectionKeyOf, planDeliveries, type WantedDelivery } from './plan-deliveries.ts';
import { readPayloads } from './read-payloads.ts';
import { recipientsOf } from './routing.ts';
import { type Part, type Rest, takePart } from './take-part.ts';

/**
 * Writes the deliveries of events that this transaction has claimed, as many as it may hold, and marks the events that are done.
 * `rest`: what an earlier part of the first event's list has left.
 */
export async function fanOutClaimed(
  connection: PoolConnection,
  claimed: readonly ClaimedEvent[],
  rest: Rest | undefined,
  config: Config,
  log: Logger,
): Promise<FannedOut> {
  if (claimed.length === 0) return nothing;
  const { readable, refused } = await readPayloads(connection, claimed, config, log);
  // The recipients of an event that is partly written are fixed.
  const fresh = readable.filter(({ id }) => id !== rest?.eventId);
  const routing = await loadRouting(connection, config.defaultRecipient, fresh);
  failPoint('fan-out routed');
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
