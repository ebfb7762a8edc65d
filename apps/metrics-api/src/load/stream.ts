import type { Instant, Queue } from '@kanban/domain';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

export interface Stream {
  id: number;
  name: string;
  timeZone: string;
  /** All of its queues, the dropped ones included, by position. */
  queues: Queue[];
  /** The last row of its audit log; null when it has none. */
  lastAuditId: number | null;
  /** The database's clock, the one audit rows are dated with. */
  now: Instant;
}

/**
 * A value stream and how far its log has come; undefined when there is none of that name. Point reads only: the unique
 * name, the stream's queues, and the end of audit_log_stream. That index is named, and its whole order, since both servers
 * else walk the primary key backwards through the rows of all busier streams.
 */
export async function loadStream(snapshot: Snapshot, name: string): Promise<Stream | undefined> {
  const stream = await snapshot
    .selectFrom('value_streams as s')
    .select(['s.id', 's.name', 's.time_zone as timeZone'])
    .select([
      sql<
        number | null
      >`(SELECT a.id FROM audit_log a FORCE INDEX (audit_log_stream) WHERE a.value_stream_id = s.id
        ORDER BY a.value_stream_id DESC, a.id DESC LIMIT 1)`.as('lastAuditId'),
      sql<Instant>`UTC_TIMESTAMP(6)`.as('now'),
    ])
    .where('s.name', '=', name)
    .executeTakeFirst();
  if (!stream) return undefined;
  const queues = await snapshot
    .selectFrom('wip_limits')
    .select(['id', 'queue_name as name', 'position', 'kind', 'wip_limit as wipLimit'])
    .where('value_stream', '=', name)
    .orderBy('position')
    .execute();
  return { ...stream, queues };
}
