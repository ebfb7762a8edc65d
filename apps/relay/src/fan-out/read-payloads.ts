import { type ClaimedEvent, markRefused } from '@kanban/ledger';
import { InvalidPayload, parsePayload } from '@kanban/notifications';
import { parseJson } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { PoolConnection } from 'mysql2/promise';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { ReadableEvent } from './take-part.ts';

/** Events with a usable payload; the others get the reason. */
export async function readPayloads(
  connection: PoolConnection,
  claimed: readonly ClaimedEvent[],
  config: Config,
  log: Logger,
): Promise<{ readable: ReadableEvent[]; refused: number }> {
  const readable: ReadableEvent[] = [];
  for (const { id, topic, payload } of claimed) {
    try {
      readable.push({ id, topic, payload: parsePayload(parseJson(payload)) });
    } catch (error) {
      if (!(error instanceof InvalidPayload)) throw error;
      log.error({ eventId: id, topic, reason: error.message }, 'A bad event');
      await markRefused(connection, id, error.message, config.fanOutAttempts);
      // A kill also undoes the count of this try: a bad event may be tried more often than its count says.
      failPoint('fan-out bad event marked');
    }
  }
  return { readable, refused: claimed.length - readable.length };
}
