import { settingsThen } from './as-of/settings-then.ts';
import type { Snapshot } from './snapshot.ts';

/** How many items in progress a person may have in a stream, -1 = unlimited; under '' that of everybody else. By the primary key. */
export async function loadPersonLimits(snapshot: Snapshot, stream: string): Promise<Map<string, number>> {
  const then = settingsThen(snapshot, 'person_limits', stream, ['assignee']);
  if (then !== undefined)
    return new Map(then.map(({ assignee, wip_limit: wipLimit }) => [String(assignee), Number(wipLimit)]));
  const rows = await snapshot
    .selectFrom('person_limits')
    .select(['assignee', 'wip_limit as wipLimit'])
    .where('value_stream', '=', stream)
    .execute();
  return new Map(rows.map(({ assignee, wipLimit }) => [assignee, wipLimit]));
}
