import type { PublishableDelivery } from '@kanban/ledger';
import { withConnection } from '@kanban/schema';
import type { EventTracer } from '@kanban/service/tracing';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Publisher } from '../dispatch/publish.ts';

/**
 * Traces events that were just fanned out, from the commit of their mover, by the database's clock, to their
 * deliveries. Reads from the database when they were written, only if tracing is on.
 */
export async function traceFanOut(
  tracer: EventTracer,
  pool: Pool,
  deliveries: readonly PublishableDelivery[],
  fromMs: number,
  toMs: number,
  deadlineMs: number,
): Promise<void> {
  const byEvent = Map.groupBy(deliveries, ({ eventId }) => eventId);
  if (byEvent.size === 0) return;
  const [rows] = await withConnection(pool, deadlineMs, (connection) =>
    connection.query<RowDataPacket[]>('SELECT id, topic, created_at FROM outbox_events WHERE id IN (?)', [
      [...byEvent.keys()],
    ]),
  );
  for (const { id, topic, created_at: writtenAt } of rows) {
    const words = { 'kanban.topic': String(topic), 'kanban.deliveries': byEvent.get(id)?.length ?? 0 };
    const writtenAtMs = Number(writtenAt) / 1_000;
    tracer.event(id, 'event', writtenAtMs, Math.max(toMs, writtenAtMs), words);
    tracer.span(id, 'fan-out', fromMs, toMs, words);
  }
}

/** The same publisher, which leaves a line in the log (at debug) and, with a tracer, a span for each delivery it hands over. */
export function tracePublisher(
  tracer: EventTracer | undefined,
  publisher: Publisher,
  log: Logger,
): Publisher {
  if (!tracer && !log.isLevelEnabled('debug')) return publisher;
  return {
    ...publisher,
    async publish(deliveries) {
      const begin = Date.now();
      const tell = (error?: unknown) => {
        for (const { eventId, deliveryId, channel, round } of deliveries) {
          const words = {
            'kanban.delivery_id': deliveryId,
            'kanban.channel': channel,
            'kanban.round': round,
          };
          tracer?.span(eventId, 'publish', begin, Date.now(), words, error);
          log.debug({ eventId, deliveryId, channel, round }, error ? 'Not published' : 'Published');
        }
      };
      try {
        await publisher.publish(deliveries);
        tell();
      } catch (error) {
        tell(error);
        throw error;
      }
    },
  };
}
