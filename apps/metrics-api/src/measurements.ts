import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Measurements {
  registry: Registry;
  requestSeconds: Histogram<'route' | 'method' | 'status'>;
  answers: Counter<'from'>;
  answersKeptBytes: Gauge;
  changeViewers: Gauge;
  changeReads: Counter;
  connections: Gauge<'state'>;
  connectionWaits: Counter;
  databaseUp: Gauge;
  outboxBacklog: Gauge;
  outboxOldestSeconds: Gauge;
  deliveries: Gauge<'state'>;
}

/** What /metrics tells, in a registry of its own: two apps in one process do not meet. */
export function createMeasurements(): Measurements {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'kanban_http_request_duration_seconds',
      help: 'Time to answer, until the headers of a streamed answer are sent',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    answers: new Counter({
      name: 'kanban_answers_total',
      help: 'Answers by where they came from: made for it, shared with who asked at the same time, kept, or known to the client',
      labelNames: ['from'],
      registers,
    }),
    answersKeptBytes: new Gauge({
      name: 'kanban_answers_kept_bytes',
      help: 'Memory of the answers that are kept (ANSWER_CACHE)',
      registers,
    }),
    changeViewers: new Gauge({
      name: 'kanban_change_viewers',
      help: 'Clients of /v1/changes/stream (LIVE_CONNECTIONS)',
      registers,
    }),
    changeReads: new Counter({
      name: 'kanban_change_reads_total',
      help: 'Reads of the states of streams for all of them: one a second at most, and one for each stream nobody watched before',
      registers,
    }),
    connections: new Gauge({
      name: 'kanban_db_connections',
      help: 'Connections of the pool to the database',
      labelNames: ['state'],
      registers,
    }),
    connectionWaits: new Counter({
      name: 'kanban_db_connection_waits_total',
      help: 'Times a request had to wait for a connection',
      registers,
    }),
    databaseUp: new Gauge({
      name: 'kanban_database_up',
      help: '1 when the database answered this scrape',
      registers,
    }),
    outboxBacklog: new Gauge({
      name: 'kanban_outbox_backlog',
      help: 'Outbox events that no relay has fanned out yet',
      registers,
    }),
    outboxOldestSeconds: new Gauge({
      name: 'kanban_outbox_oldest_seconds',
      help: 'Age of the oldest of them; 0 when there is none',
      registers,
    }),
    deliveries: new Gauge({
      name: 'kanban_deliveries',
      help: 'Deliveries by state, but for those sent: counting these would cost more the longer it runs',
      labelNames: ['state'],
      registers,
    }),
  };
}
