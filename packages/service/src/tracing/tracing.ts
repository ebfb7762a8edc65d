import type { Logger } from 'pino';
import type { EventTracer } from './event-tracer.ts';

export interface TracingOptions {
  /** OTEL_EXPORTER_OTLP_ENDPOINT; undefined: nothing is traced, and none of it is even loaded. */
  readonly endpoint: string | undefined;
  /** `kanban-relay` and so on. */
  readonly service: string;
  /** What tells two boards apart that share a collector: the queue prefix. */
  readonly board: string;
}

/** Starts tracing where it is asked for. */
export async function startTracing(
  { endpoint, service, board }: TracingOptions,
  log: Logger,
): Promise<EventTracer | undefined> {
  if (endpoint === undefined) return undefined;
  const { createOtlpTracer } = await import('./otlp-tracer.ts');
  log.info({ collector: new URL(endpoint).host }, 'Traces are sent');
  return createOtlpTracer(endpoint, service, board);
}
