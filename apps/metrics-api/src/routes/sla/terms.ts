import { type SlaTerms, WorkingCalendar } from '@kanban/domain';
import { loadSlaPolicies } from '../../load/sla-policies.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { loadWorkingCalendar } from '../../load/working-calendar.ts';

/** What a stream promises, and the hours that it counts in. */
export async function loadSlaTerms(snapshot: Snapshot, stream: Stream) {
  const policies = await loadSlaPolicies(snapshot, stream.name);
  const rules = await loadWorkingCalendar(snapshot, stream);
  const terms: SlaTerms = { policies, calendar: new WorkingCalendar(rules) };
  return { policies, rules, terms };
}
