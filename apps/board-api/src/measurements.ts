import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export interface Measurements {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'route' | 'method' | 'status'>;
  readonly refusals: Counter<'code'>;
  readonly replays: Counter;
}

/** What /metrics tells, in a registry of its own: two apps in one process do not meet. */
export function createMeasurements(): Measurements {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'kanban_board_request_duration_seconds',
      help: 'Time to answer a request of the board API',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    refusals: new Counter({
      name: 'kanban_board_refusals_total',
      help: 'Writes that the database refused, by code',
      labelNames: ['code'],
      registers,
    }),
    replays: new Counter({
      name: 'kanban_board_replays_total',
      help: 'Writes that were repeated with their key, and got the first answer again',
      registers,
    }),
  };
}
