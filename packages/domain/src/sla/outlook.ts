import type { DurationUs, Instant } from '../instant.ts';
import { type Deadline, deadlineOf, type SlaItem, type SlaTerms } from './deadline.ts';

export interface LateItem<Item> {
  item: Item;
  deadline: Deadline;
  lateByUs: DurationUs;
}

export interface AtRiskItem<Item> {
  item: Item;
  deadline: Deadline;
  expectedFinishAt: Instant;
}

export interface SlaOutlook<Item> {
  /** The deadline has passed; the longest overdue first. */
  late: LateItem<Item>[];
  /** The deadline has not passed, but the finish is expected after it; the nearest deadline first. */
  atRisk: AtRiskItem<Item>[];
}

/**
 * Which open items (neither finished nor dropped) break their SLA now or are going to. An item is expected to finish when
 * it is as old as `expectedLeadTimeUs`, or now if it is older; take the 85th percentile of the lead times in the range, the
 * usual service level expectation (The Kanban Guide). With null, nothing is known and none is at risk.
 */
export function slaOutlook<Item extends SlaItem>(
  openItems: readonly Item[],
  terms: SlaTerms,
  expectedLeadTimeUs: DurationUs | null,
  now: Instant,
): SlaOutlook<Item> {
  const late: LateItem<Item>[] = [];
  const atRisk: AtRiskItem<Item>[] = [];
  for (const item of openItems) {
    const deadline = deadlineOf(item, terms);
    if (deadline === null) continue;
    if (deadline.at < now) late.push({ item, deadline, lateByUs: now - deadline.at });
    else if (expectedLeadTimeUs !== null) {
      // If this is past a future deadline, it is past `now` too.
      const expectedFinishAt = item.enteredAt + expectedLeadTimeUs;
      if (expectedFinishAt > deadline.at) atRisk.push({ item, deadline, expectedFinishAt });
    }
  }
  late.sort((a, b) => a.deadline.at - b.deadline.at);
  atRisk.sort((a, b) => a.deadline.at - b.deadline.at);
  return { late, atRisk };
}
