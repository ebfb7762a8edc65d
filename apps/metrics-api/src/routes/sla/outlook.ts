import { type Instant, NoWorkingTime, type OutlookState, readOutlook } from '@kanban/domain';
import { type FilterQuery, filteredItems } from '../../answer/asked-items.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { type KnownPromises, loadOpenOutlook } from '../../outlook/open-outlook.ts';
import type { OpenPromised } from './fields.ts';

const IN_DANGER = ['late', 'likelyLate', 'atRisk'] as const satisfies readonly OutlookState[];

export interface StreamOutlook {
  /** The number of open items in each state. */
  counts: Record<OutlookState, number>;
  /** Those that are late, likely late or at risk, by deadline, so that the late ones come first. */
  inDanger: OpenPromised[];
}

/** The outlook of those open items of a stream at an instant that fit: the one that `/v1/work-items` and the sweep have too. */
export async function loadOutlook(
  snapshot: Snapshot,
  stream: Stream,
  at: Instant,
  query: FilterQuery,
  known?: KnownPromises,
): Promise<StreamOutlook> {
  const { open, terms } = await loadOpenOutlook(snapshot, stream, at, { known });
  const unfinished = open.map((item) => ({ ...item, finishedAt: null }));
  const outlookOf = readOutlook(terms);
  const counts = { late: 0, likelyLate: 0, atRisk: 0, onTrack: 0, noDeadline: 0 };
  const inDanger: OpenPromised[] = [];
  for (const item of await filteredItems(snapshot, unfinished, query, at)) {
    const outlook = outlookOf(item);
    // The stream promises what its working hours never reach; so the answer is refused, as for finished items.
    if (outlook.reason === 'noWorkingTime') throw new NoWorkingTime();
    counts[outlook.state] += 1;
    const state = IN_DANGER.find((each) => each === outlook.state);
    const { deadline } = outlook;
    if (state === undefined || deadline === null) continue;
    inDanger.push({ item, state, deadline, outlook, lateByUs: state === 'late' ? at - deadline.at : null });
  }
  inDanger.sort((a, b) => a.deadline.at - b.deadline.at || a.item.itemId - b.item.itemId);
  return { counts, inDanger };
}
