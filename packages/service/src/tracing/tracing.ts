import type { Logger } from 'pino';
import type { EventTracer } from './event-tracer.ts';

export interface TracingOptions {
  /** OTEL_EXPORTER_OTLP_ENDPOINT; undefined: no tracing, and its code is not loaded. */
  readonly endpoint: string | undefined;
  /** `kanban-relay` and so on. */
  readonly service: string;
  /** Distinguishes boards that share a collector: the queue prefix. */
  readonly board: string;
}

/** Starts tracing if it is configured. */
export async function startTracing(
  { endpoint, service, board }: TracingOptions,
  log: Logger,
): Promise<EventTracer | undefined> {
  if (endpoint === undefined) return undefined;
  const { createOtlpTracer } = await import('./otlp-tracer.ts');
  log.info({ collector: new URL(endpoint).host }, 'Traces are sent');
  return createOtlpTracer(endpoint, service, board);
}
