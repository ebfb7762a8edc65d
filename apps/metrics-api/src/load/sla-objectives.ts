import type { SlaObjective } from '@kanban/domain';
import { settingsThen } from './as-of/settings-then.ts';
import type { Snapshot } from './snapshot.ts';

/** The objectives of a stream; a handful of rows by sla_objectives_for. Empty class or type there means any. */
export async function loadSlaObjectives(snapshot: Snapshot, stream: string): Promise<SlaObjective[]> {
  const then = settingsThen(snapshot, 'sla_objectives', stream, ['class_of_service', 'type']);
  const rows = (then as Row[] | undefined) ?? (await loadPresent(snapshot, stream));
  return rows.map((row) => ({
    classOfService: row.class_of_service || null,
    type: row.type || null,
    objective: Number(row.objective),
    windowDays: row.window_days,
  }));
}

type Row = Awaited<ReturnType<typeof loadPresent>>[number];

function loadPresent(snapshot: Snapshot, stream: string) {
  return snapshot
    .selectFrom('sla_objectives')
    .select(['class_of_service', 'type', 'objective', 'window_days'])
    .where('value_stream', '=', stream)
    .orderBy('class_of_service')
    .orderBy('type')
    .execute();
}
