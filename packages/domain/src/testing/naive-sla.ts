import type { Instant, Queue, SlaPolicy } from '../index.ts';
import { naiveLocalDate } from './naive-calendar.ts';
import type { AuditRow, NaiveItem } from './naive-fold.ts';
import { naiveFinishedItems } from './naive-lead-time.ts';
import { type NaiveWorkingRules, naiveAddWorkingTime } from './naive-working-time.ts';

/** What the log does not know of a work item. */
export interface ItemAttributes {
  itemId: number;
  dueAt: Instant | null;
  classOfService: string | null;
  type: string | null;
}

/** What a stream promises, with its calendar as it was written down. */
export interface NaiveTerms {
  policies: readonly SlaPolicy[];
  working: NaiveWorkingRules;
}

export interface NaiveSla {
  finished: number;
  hits: number;
  misses: number;
  withoutSla: number;
  hitRate: number | null;
  /** Items that missed, by id. */
  missed: number[];
}

/** Working hours of `histories` begin and end on one, as do all clock changes since 1990. */
export const QUARTER = 15 * 60 * 1_000_000;

type Stretch = { from: Instant; to: Instant };

/** What was promised and kept for the items finished in a stretch of time. */
export function naiveSla(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  attributes: readonly ItemAttributes[],
  terms: NaiveTerms,
  stretch: Stretch,
): NaiveSla {
  const finished = naiveFinishedItems(rows, queues, stretch);
  const deadlines = finished.map((item) => naiveDeadline(item, attributes, terms));
  const hits = finished.filter((item, n) => item.finishedAt <= (deadlines[n] ?? -Infinity)).length;
  const missed = finished.filter((item, n) => item.finishedAt > (deadlines[n] ?? Infinity));
  return {
    finished: finished.length,
    hits,
    misses: missed.length,
    withoutSla: deadlines.filter((deadline) => deadline === null).length,
    hitRate: hits + missed.length > 0 ? hits / (hits + missed.length) : null,
    missed: missed.map((item) => item.itemId),
  };
}

/** Midnight UTC is the day of that name: goes back, from where it is over everywhere, to the last second on it. */
export function naiveEndOfDue(dueAt: Instant, timeZone: string): Instant {
  const [day = '', time] = new Date(dueAt / 1000).toISOString().split('T');
  if (time !== '00:00:00.000Z' || dueAt % 1000 !== 0) return dueAt;
  let at = dueAt + 37 * 3_600_000_000;
  for (const step of [2 * QUARTER, 60_000_000, 1_000_000]) {
    while (naiveLocalDate(at - step, timeZone) > day) at -= step;
  }
  return at - 1;
}

/** Null: nothing was promised, or not yet. */
export function naiveDeadline(
  item: NaiveItem,
  attributes: readonly ItemAttributes[],
  terms: NaiveTerms,
): Instant | null {
  const { working } = terms;
  const own = attributes.find((candidate) => candidate.itemId === item.itemId);
  if (!own) throw new Error(`no attributes for item ${item.itemId}`);
  if (own.dueAt !== null) return naiveEndOfDue(own.dueAt, working.timeZone);
  const policy = naivePolicy(own, terms);
  const clockStart = policy?.measure === 'lead' ? item.enteredAt : item.committedAt;
  if (!policy || clockStart === null) return null;
  return policy.clock === 'working'
    ? naiveAddWorkingTime(clockStart, policy.targetUs, working, QUARTER)
    : clockStart + policy.targetUs;
}

export function naivePolicy(
  { classOfService, type }: ItemAttributes,
  { policies }: NaiveTerms,
): SlaPolicy | undefined {
  const find = (wantedClass: string | null, wantedType: string | null) =>
    policies.find((policy) => policy.classOfService === wantedClass && policy.type === wantedType);
  return find(classOfService, type) ?? find(classOfService, null) ?? find(null, type) ?? find(null, null);
}
