import { type Instant, percentile, type Range, type SlaTerms, slaOutlook } from '@kanban/domain';
import { loadFinishedDurations } from '../../load/finished-durations.ts';
import { loadOpenItems } from '../../load/open-items.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import type { Promised } from './fields.ts';

/** The share of items that the usual service level expectation promises to finish in time (The Kanban Guide). */
export const EXPECTED_PERCENTILE = 85;

/** Open items that are late or at risk, by deadline: the late ones come first. */
export async function loadOutlook(
  snapshot: Snapshot,
  stream: Stream,
  { terms, expectedUs, now }: { terms: SlaTerms; expectedUs: number | null; now: Instant },
): Promise<Promised[]> {
  const open = await loadOpenItems(snapshot, stream.id);
  const { late, atRisk } = slaOutlook(open, terms, expectedUs, now);
  return [
    ...late.map((each) => ({ ...each, state: 'late' as const, expectedFinishAt: null })),
    ...atRisk.map((each) => ({ ...each, state: 'atRisk' as const, lateByUs: null })),
  ];
}

/** Of the items finished in a range, as `expectedLeadTime`. */
export async function loadExpectedLeadTime(snapshot: Snapshot, stream: Stream, range: Range) {
  const { durations } = await loadFinishedDurations(snapshot, stream.id, range, 'lead');
  return percentile(Float64Array.from(durations).sort(), EXPECTED_PERCENTILE);
}

/** As long as most items took, in µs; null when none was finished. */
export function expectedLeadTime(
  finished: readonly { enteredAt: Instant; finishedAt: Instant }[],
): number | null {
  const leadTimes = Float64Array.from(finished, (item) => item.finishedAt - item.enteredAt).sort();
  return percentile(leadTimes, EXPECTED_PERCENTILE);
}
