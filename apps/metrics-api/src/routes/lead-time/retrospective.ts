import {
  type MeasuredItem,
  NoWorkingTime,
  type SlaTerms,
  timeSpent,
  verdictOf,
  WorkingCalendar,
} from '@kanban/domain';
import { dueFields, milliseconds } from '../../answer/envelope.ts';
import { loadBlocksOf } from '../../load/blocks-of-items.ts';
import type { FinishedItemRow } from '../../load/finished-items.ts';
import { loadSlaPolicies } from '../../load/sla-policies.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { loadVisitsOf } from '../../load/visits-of-items.ts';
import { loadWorkingCalendar } from '../../load/working-calendar.ts';

/** Items whose visits are in memory at once. */
const CHUNK = 1_000;

export type Retrospective = Awaited<ReturnType<typeof retrospectiveOf>>[number];

/** What a retrospective needs of measured items besides their duration: one element per item, in their order. */
export async function retrospectiveOf(
  snapshot: Snapshot,
  stream: Stream,
  rows: readonly MeasuredItem<FinishedItemRow>[],
) {
  const policies = await loadSlaPolicies(snapshot, stream.name);
  const terms = { policies, calendar: new WorkingCalendar(await loadWorkingCalendar(snapshot, stream)) };
  const retrospectives = [];
  for (let place = 0; place < rows.length; place += CHUNK) {
    const chunk = rows.slice(place, place + CHUNK);
    const itemIds = chunk.map(({ item }) => item.itemId);
    const visits = await loadVisitsOf(snapshot, itemIds);
    const blocks = await loadBlocksOf(snapshot, itemIds);
    for (const { item, startedAt, endedAt } of chunk) {
      const spent = timeSpent(
        {
          startedAt,
          endedAt,
          committedAt: item.committedAt,
          visits: visits.get(item.itemId) ?? [],
          blocks: blocks.get(item.itemId) ?? [],
        },
        stream.queues,
      );
      retrospectives.push({
        assignee: item.assignee,
        parent: item.parent,
        priority: item.priority,
        ...dueFields(item.dueAt),
        ...lateness(item, terms),
        visitsBack: spent.visitsBack,
        activeMs: milliseconds(spent.activeUs),
        waitingMs: milliseconds(spent.waitingUs),
        blockedMs: milliseconds(spent.blockedUs),
        inQueuesMs: spent.inQueuesUs.map((us) => milliseconds(us)),
      });
    }
  }
  return retrospectives;
}

/** As in the misses of /v1/sla. If working hours never reach a target, it is unknown how late an item is. */
function lateness(item: FinishedItemRow, terms: SlaTerms) {
  try {
    const { verdict, deadline } = verdictOf(item, terms);
    if (verdict === 'miss') {
      return { lateByMs: milliseconds(item.finishedAt - deadline.at), decidedBy: deadline.by };
    }
  } catch (error) {
    if (!(error instanceof NoWorkingTime)) throw error;
  }
  return { lateByMs: null, decidedBy: null };
}
