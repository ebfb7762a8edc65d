import type { SlaObjective } from '@kanban/domain';
import type { Snapshot } from './snapshot.ts';

/** The objectives of a stream; a handful of rows by sla_objectives_for. Empty class or type there means any. */
export async function loadSlaObjectives(snapshot: Snapshot, stream: string): Promise<SlaObjective[]> {
  const rows = await snapshot
    .selectFrom('sla_objectives')
    .select(['class_of_service', 'type', 'objective', 'window_days'])
    .where('value_stream', '=', stream)
    .orderBy('class_of_service')
    .orderBy('type')
    .execute();
  return rows.map((row) => ({
    classOfService: row.class_of_service || null,
    type: row.type || null,
    objective: Number(row.objective),
    windowDays: row.window_days,
  }));
}
