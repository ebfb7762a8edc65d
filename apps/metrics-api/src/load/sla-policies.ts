import { HOUR, type SlaPolicy } from '@kanban/domain';
import { settingsThen } from './as-of/settings-then.ts';
import type { Snapshot } from './snapshot.ts';

/** The policies of a stream; a handful of rows by sla_policies_for. Empty class or type there means any. */
export async function loadSlaPolicies(snapshot: Snapshot, stream: string): Promise<SlaPolicy[]> {
  const then = settingsThen(snapshot, 'sla_policies', stream, ['class_of_service', 'type']);
  const rows = (then as Row[] | undefined) ?? (await loadPresent(snapshot, stream));
  return rows.map((row) => ({
    classOfService: row.class_of_service || null,
    type: row.type || null,
    measure: row.measure,
    clock: row.clock,
    // Thousandths of an hour are whole microseconds; a binary fraction of them may not be.
    targetUs: Math.round(row.target_hours * HOUR),
  }));
}

type Row = Awaited<ReturnType<typeof loadPresent>>[number];

function loadPresent(snapshot: Snapshot, stream: string) {
  return snapshot
    .selectFrom('sla_policies')
    .select(['class_of_service', 'type', 'measure', 'clock', 'target_hours'])
    .where('value_stream', '=', stream)
    .orderBy('class_of_service')
    .orderBy('type')
    .execute();
}
