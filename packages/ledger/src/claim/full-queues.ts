import { parseJson } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { ClaimedRow } from './claimed-rows.ts';

/**
 * The deliveries that announce a free slot which is taken again, by the present counters. Not digests, which report
 * what happened, and not second copies, whose first copy may have arrived.
 */
export async function tellOfFullQueues(
  connection: PoolConnection,
  rows: readonly ClaimedRow[],
): Promise<Set<number>> {
  const queues = new Map<number, [stream: string, queue: string]>();
  for (const { id, topic, payload, is_digest, may_be_duplicate } of rows) {
    if (topic !== 'queue.slot_available' || is_digest || may_be_duplicate) continue;
    const { value_stream: stream, queue_name: queue } = (parseJson(payload) ?? {}) as Record<string, unknown>;
    if (typeof stream === 'string' && typeof queue === 'string') queues.set(Number(id), [stream, queue]);
  }
  if (queues.size === 0) return new Set();
  const [full] = await connection.query<RowDataPacket[]>(
    `SELECT value_stream AS stream, queue_name AS queue FROM queue_state
     WHERE (value_stream, queue_name) IN (?) AND wip_limit >= 0 AND current_wip >= wip_limit`,
    [[...queues.values()]],
  );
  const names = new Set(full.map(({ stream, queue }) => JSON.stringify([stream, queue])));
  return new Set([...queues].filter(([, queue]) => names.has(JSON.stringify(queue))).map(([id]) => id));
}
