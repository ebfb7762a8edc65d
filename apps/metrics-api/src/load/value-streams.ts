import type { Instant } from '@kanban/domain';
import { sql } from 'kysely';
import { loadValueStreamsThen, type ValueStreamRow } from './as-of/value-streams-then.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * All value streams by name. For each, three reads of one end of an index, which is named together with its whole order: both
 * servers else sort the log, or walk its primary key through the rows of other streams.
 */
export async function loadValueStreams(snapshot: Snapshot): Promise<ValueStreamRow[]> {
  if (snapshot.asOf !== undefined) return loadValueStreamsThen(snapshot);
  return snapshot
    .selectFrom('value_streams as s')
    .select(['s.name', 's.time_zone as timeZone'])
    .select((eb) => [
      eb
        .selectFrom('wip_limits as q')
        .select(({ fn }) => fn.countAll<number>().as('queues'))
        .whereRef('q.value_stream', '=', 's.name')
        .as('queueCount'),
      endOfLog<Instant>('occurred_at', 'audit_log_when', 'ASC').as('firstEventAt'),
      endOfLog<Instant>('occurred_at', 'audit_log_when', 'DESC').as('lastEventAt'),
      endOfLog<number>('id', 'audit_log_stream', 'DESC').as('lastAuditId'),
    ])
    .orderBy('s.name')
    .execute() as Promise<ValueStreamRow[]>;
}

function endOfLog<Value>(column: 'occurred_at' | 'id', index: string, order: 'ASC' | 'DESC') {
  const [key, way] = [sql.ref(`a.${column}`), sql.raw(order)];
  return sql<Value | null>`(SELECT ${key} FROM audit_log a FORCE INDEX (${sql.raw(index)})
    WHERE a.value_stream_id = s.id ORDER BY a.value_stream_id ${way}, ${key} ${way} LIMIT 1)`;
}
