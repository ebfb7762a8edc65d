import { channels } from '@kanban/notifications';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** From a few milliseconds, which is usual, to hours, which is what an outage of the mail server makes of it. */
const LATENCY_SECONDS = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400,
];

/** What a notifier counts, by channel. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string) => {
    const made = new Counter({ name, help, labelNames: ['channel'], registers });
    // A counter that begins with 1 hides its first event from rate() and increase().
    for (const channel of channels) made.inc({ channel }, 0);
    return made;
  };
  return {
    registry,
    sent: counter('kanban_deliveries_sent_total', 'Messages that were accepted'),
    retried: counter('kanban_deliveries_retried_total', 'Attempts that failed for now'),
    dead: counter('kanban_deliveries_dead_total', 'Deliveries given up'),
    mayBeDuplicates: counter(
      'kanban_deliveries_may_be_duplicate_total',
      'Messages sent again after a cut behind hand-over',
    ),
    // A job does not say its channel, and there was no delivery to ask.
    suppressed: new Counter({
      name: 'kanban_duplicates_suppressed_total',
      help: 'Jobs that found their delivery taken or settled',
      registers,
    }),
    superseded: counter(
      'kanban_deliveries_superseded_total',
      'Deliveries settled without a message, because it would not be true any more',
    ),
    latency: new Histogram({
      name: 'kanban_delivery_latency_seconds',
      help: "From the commit of the event, or from when what was held back on purpose was due, to the message's acceptance",
      labelNames: ['channel'],
      buckets: LATENCY_SECONDS,
      registers,
    }),
  };
}
