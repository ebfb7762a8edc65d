import { channels } from '@kanban/notifications';
import type { Pool } from 'mysql2/promise';
import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import { measureBacklog, readBacklog } from './backlog.ts';
import { measureOpenTransactions } from './open-transactions.ts';

/** What a relay counts; the backlog is read from the database when it is asked for. */
export function createMetrics(pool: Pool, deadlineMs: number) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  measureBacklog(registry, channels, () => readBacklog(pool, deadlineMs));
  measureOpenTransactions(registry, pool, deadlineMs);
  const counter = (name: string, help: string) => new Counter({ name, help, registers: [registry] });
  return {
    registry,
    eventsFannedOut: counter('kanban_events_fanned_out_total', 'Events turned into deliveries'),
    eventsRefused: counter('kanban_events_refused_total', 'Tries to fan out an event that failed'),
    published: counter('kanban_deliveries_published_total', 'Jobs put into Redis'),
    expiredClaims: counter('kanban_claims_expired_total', 'Deliveries taken back from a notifier that died'),
    requeued: counter('kanban_deliveries_requeued_total', 'Queued deliveries whose job may have got lost'),
  };
}
