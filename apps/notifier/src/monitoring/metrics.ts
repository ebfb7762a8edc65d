import { Counter, collectDefaultMetrics, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** What a notifier counts. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string) => new Counter({ name, help, registers: [registry] });
  return {
    registry,
    sent: counter('kanban_deliveries_sent_total', 'Mails the mail server accepted'),
    retried: counter('kanban_deliveries_retried_total', 'Attempts that failed for now'),
    dead: counter('kanban_deliveries_dead_total', 'Deliveries given up'),
    mayBeDuplicates: counter(
      'kanban_deliveries_may_be_duplicate_total',
      'Mails sent again after a cut behind hand-over',
    ),
    suppressed: counter(
      'kanban_duplicates_suppressed_total',
      'Jobs that found their delivery taken or settled',
    ),
  };
}
