import { createHash } from 'node:crypto';
import {
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  type IdGenerator,
  RandomIdGenerator,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { withinDeadline } from '../within-deadline.ts';
import type { EventTracer, Words } from './event-tracer.ts';

/** Spans kept while the collector is away; more are dropped, and deliveries never wait for it. */
const KEPT_SPANS = 10_000;
const EXPORT_WITHIN_MS = 5_000;
const CLOSE_WITHIN_MS = 1_000;

/** Random ids, except for the span of an event, whose ids are given. */
class GivenIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  given: SpanContext | undefined;
  generateTraceId = () => this.given?.traceId ?? this.#random.generateTraceId();
  generateSpanId = () => this.given?.spanId ?? this.#random.generateSpanId();
}

/** The trace and the first span of an event, the same in every process. */
function contextOf(board: string, eventId: number): SpanContext {
  const digest = createHash('sha256').update(`${board} ${eventId}`).digest('hex');
  return {
    traceId: digest.slice(0, 32),
    spanId: digest.slice(32, 48),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  };
}

/** Sends spans to an OpenTelemetry collector over HTTP, in batches, in the background. */
export function createOtlpTracer(endpoint: string, service: string, board: string): EventTracer {
  const ids = new GivenIds();
  const provider = new TracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': String(process.pid) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({
          url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
          timeoutMillis: EXPORT_WITHIN_MS,
        }),
        maxQueueSize: KEPT_SPANS,
        scheduledDelayMillis: 1_000,
      }),
    ],
  });
  const tracer = provider.getTracer('kanban-flow');
  const options = (eventId: number, fromMs: number, words: Words) => ({
    kind: SpanKind.INTERNAL,
    startTime: fromMs,
    attributes: { 'kanban.event_id': eventId, ...words },
  });

  return {
    event(eventId, name, fromMs, toMs, words) {
      // Spans are started synchronously, so nobody else gets these ids.
      ids.given = contextOf(board, eventId);
      try {
        tracer.startSpan(name, { ...options(eventId, fromMs, words), root: true }, ROOT_CONTEXT).end(toMs);
      } finally {
        ids.given = undefined;
      }
    },
    span(eventId, name, fromMs, toMs, words, error) {
      const parent = trace.setSpanContext(ROOT_CONTEXT, contextOf(board, eventId));
      const span = tracer.startSpan(name, options(eventId, fromMs, words), parent);
      if (error !== undefined) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      }
      span.end(toMs);
    },
    async close() {
      const closed = provider.shutdown().catch(() => {});
      await withinDeadline(CLOSE_WITHIN_MS, closed, () => {});
    },
  };
}
