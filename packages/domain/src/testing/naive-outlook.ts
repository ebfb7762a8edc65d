import type { Instant, OutlookState, Queue } from '../index.ts';
import { naiveLocalDate } from './naive-calendar.ts';
import { type AuditRow, type NaiveItem, naiveItems } from './naive-fold.ts';
import { naiveFinishedItems, naivePercentile } from './naive-lead-time.ts';
import { type ItemAttributes, type NaiveTerms, naiveDeadline, naivePolicy, QUARTER } from './naive-sla.ts';
import { naiveAddWorkingTime, naiveWorkingTimeBetween } from './naive-working-time.ts';

export interface NaiveOutlook {
  itemId: number;
  state: OutlookState;
  deadlineAt: Instant | null;
  missProbability: number | null;
  expected50: Instant | null;
  expected85: Instant | null;
}

interface NaiveOutlookTerms extends NaiveTerms {
  at: Instant;
  atRiskShare: number;
  minimumSample: number;
}

const DAY_MS = 86_400_000;

/** The outlook of every item that is open at an instant, as the definition says it; by item. `rows`: those before the instant. */
export function naiveOutlook(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  attributes: readonly ItemAttributes[],
  terms: NaiveOutlookTerms,
): NaiveOutlook[] {
  const { at, working, minimumSample, atRiskShare } = terms;
  const own = (itemId: number) => attributes.find((each) => each.itemId === itemId) as ItemAttributes;
  const dayNumber = (instant: Instant) => Date.parse(naiveLocalDate(instant, working.timeZone)) / DAY_MS;
  const done = naiveFinishedItems(rows, queues, { from: -Infinity, to: at }).filter(({ finishedAt }) => {
    const daysAgo = dayNumber(at) - dayNumber(finishedAt);
    return daysAgo >= 1 && daysAgo <= 90;
  });
  const position = (queueId: number | null) => {
    const queue = queues.find(({ id }) => id === queueId);
    return queue && queue.kind !== 'dropped' ? queue.position : -Infinity;
  };
  const reached = (item: NaiveItem, queueId: number | null) =>
    item.story.find((chapter) => position(chapter.queueId) >= position(queueId))?.at as number;
  const open = naiveItems(rows, queues).filter((item) => (item.finishedAt ?? item.droppedAt) === null);
  return open.map((item): NaiveOutlook => {
    const fields = own(item.itemId);
    const policy = fields.dueAt === null ? naivePolicy(fields, terms) : undefined;
    const isWorking = policy?.clock === 'working';
    const between = (a: number, b: number) =>
      isWorking ? naiveWorkingTimeBetween(a, b, working, QUARTER) : b - a;
    const plus = (a: number, us: number) =>
      isWorking ? naiveAddWorkingTime(a, us, working, QUARTER) : a + us;
    const visitors = done.filter(({ story }) => story.some(({ queueId }) => queueId === item.queueId));
    const times = (list: typeof visitors) =>
      list.map((other) => between(reached(other, item.queueId), other.finishedAt));
    const alike = times(
      visitors.filter(({ itemId }) => own(itemId).classOfService === fields.classOfService),
    );
    const all = times(visitors);
    const sample = [alike, all].find(({ length }) => length >= minimumSample);
    const age = between(reached(item, item.queueId), at);
    const remaining = (sample ?? []).filter((us) => us > age).map((us) => us - age);
    const after = (p: number) => {
      const us = naivePercentile(remaining, p, 'nearest-rank');
      return us === null ? null : plus(at, us);
    };
    const deadlineAt = naiveDeadline(item, attributes, terms);
    const isLate = deadlineAt !== null && at > deadlineAt;
    const missProbability = (): number | null => {
      if (deadlineAt === null) return null;
      if (isLate) return 1;
      if (sample === undefined) return null;
      const left = between(at, deadlineAt);
      return remaining.length === 0 ? 1 : remaining.filter((us) => us > left).length / remaining.length;
    };
    const state = (): OutlookState => {
      if (deadlineAt === null) return 'noDeadline';
      if (isLate) return 'late';
      if ((missProbability() ?? 0) >= 0.5) return 'likelyLate';
      const start = policy?.measure === 'cycle' ? (item.committedAt as number) : item.enteredAt;
      const allowed = policy ? policy.targetUs : deadlineAt - start;
      return at >= plus(start, Math.ceil(allowed * atRiskShare)) ? 'atRisk' : 'onTrack';
    };
    return {
      itemId: item.itemId,
      state: state(),
      deadlineAt,
      missProbability: missProbability(),
      expected50: after(50),
      expected85: after(85),
    };
  });
}
