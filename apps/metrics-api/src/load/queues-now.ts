import type { Instant } from '@kanban/domain';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

export interface QueueRow {
  queueId: number;
  currentWip: number;
  wipLimit: number;
  isLimitEnforced: number;
  oldestReference: string | null;
  oldestSince: Instant | null;
}

/**
 * The counters of a stream's queues, with the item that has been in each for longest: one seek a queue into queues_queue
 * (value_stream, queue_name, moved_at, and the primary key that InnoDB ends every index with), however many items wait there.
 * Index and its whole order are named, as MySQL else sorts all items of the queue.
 */
export async function loadQueuesNow(snapshot: Snapshot, stream: string): Promise<QueueRow[]> {
  return snapshot
    .selectFrom('queue_state as s')
    .leftJoin('queues as oldest', (join) =>
      join.on(
        'oldest.reference',
        '=',
        sql<string>`(SELECT q.reference FROM queues q FORCE INDEX (queues_queue)
          WHERE q.value_stream = s.value_stream AND q.queue_name = s.queue_name
          ORDER BY q.value_stream, q.queue_name, q.moved_at, q.reference LIMIT 1)`,
      ),
    )
    .select([
      's.queue_id as queueId',
      's.current_wip as currentWip',
      's.wip_limit as wipLimit',
      's.is_limit_enforced as isLimitEnforced',
      'oldest.reference as oldestReference',
      'oldest.moved_at as oldestSince',
    ])
    .where('s.value_stream', '=', stream)
    .execute();
}
