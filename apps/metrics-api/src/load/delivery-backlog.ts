import type { DeliveryState } from '@kanban/schema';
import { sql } from 'kysely';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

export const UNSENT = [
  'pending',
  'collected',
  'queued',
  'sending',
  'dead',
] as const satisfies DeliveryState[];

export interface DeliveryBacklog {
  outboxEvents: number;
  outboxOldestSeconds: number;
  deliveries: Map<DeliveryState, number>;
}

/**
 * What is still to be told: the NULL range of outbox_events_pending (fanned_out_at, id) and the unsent ranges of
 * deliveries_due (state, …). Costs what is pending, not what was ever sent.
 */
export async function loadDeliveryBacklog(snapshot: Snapshot): Promise<DeliveryBacklog> {
  const { events } = await snapshot
    .selectFrom(byIndex('outbox_events', 'e', 'outbox_events_pending'))
    .select(({ fn }) => fn.count<number>('id').as('events'))
    .where('fanned_out_at', 'is', null)
    .executeTakeFirstOrThrow();
  const oldest = await snapshot
    .selectFrom(byIndex('outbox_events', 'e', 'outbox_events_pending'))
    .select(sql<number>`TIMESTAMPDIFF(SECOND, created_at, UTC_TIMESTAMP(6))`.as('seconds'))
    .where('fanned_out_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  const states = await snapshot
    .selectFrom(byIndex('deliveries', 'd', 'deliveries_due'))
    .select(({ fn }) => ['state', fn.count<number>('id').as('count')])
    .where('state', 'in', UNSENT)
    .groupBy('state')
    .execute();
  return {
    outboxEvents: events,
    outboxOldestSeconds: oldest?.seconds ?? 0,
    deliveries: new Map(states.map(({ state, count }) => [state, count])),
  };
}
