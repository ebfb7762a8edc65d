import type { Instant } from '@kanban/domain';
import type { Snapshot } from './snapshot.ts';

export interface ValueStreamRow {
  name: string;
  timeZone: string;
  queueCount: number;
  firstEventAt: Instant | null;
  lastEventAt: Instant | null;
  lastAuditId: number | null;
}

/**
 * All value streams by name. For each, three reads of one end of an index (audit_log_when, audit_log_stream), written as
 * ORDER BY … LIMIT 1 because MIN() and MAX() of a correlated subquery walk the whole log; and by the stream too, though it is
 * one, as MySQL else sorts the whole log.
 */
export function loadValueStreams(snapshot: Snapshot): Promise<ValueStreamRow[]> {
  return snapshot
    .selectFrom('value_streams as s')
    .select(['s.name', 's.time_zone as timeZone'])
    .select((eb) => {
      const log = eb.selectFrom('audit_log as a').whereRef('a.value_stream_id', '=', 's.id').limit(1);
      return [
        eb
          .selectFrom('wip_limits as q')
          .select(({ fn }) => fn.countAll<number>().as('queues'))
          .whereRef('q.value_stream', '=', 's.name')
          .as('queueCount'),
        log.select('a.occurred_at').orderBy('a.value_stream_id').orderBy('a.occurred_at').as('firstEventAt'),
        log
          .select('a.occurred_at')
          .orderBy('a.value_stream_id', 'desc')
          .orderBy('a.occurred_at', 'desc')
          .as('lastEventAt'),
        log.select('a.id').orderBy('a.value_stream_id', 'desc').orderBy('a.id', 'desc').as('lastAuditId'),
      ];
    })
    .orderBy('s.name')
    .execute() as Promise<ValueStreamRow[]>;
}
