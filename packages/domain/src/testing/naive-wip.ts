import type { Instant, Queue } from '../index.ts';
import { type AuditRow, naiveItems } from './naive-fold.ts';
import { naiveInProgress, naiveSpells } from './naive-spells.ts';

export type NaiveTimeBetween = (a: Instant, b: Instant) => number;

/** What happened to WIP between two instants, by finding the items in progress at every change. */
export function naiveWip(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  { from, to }: { from: Instant; to: Instant },
  time: NaiveTimeBetween,
) {
  const changes = rows.map((row) => row.occurredAt).filter((at) => at >= from && at < to);
  const cuts = [...new Set([from, ...changes, to])].sort((a, b) => a - b);
  const levels = cuts.slice(1).map((end, place) => ({
    items: naiveInProgress(rows, queues, end).length,
    length: time(cuts[place] as number, end),
  }));
  const spells = naiveSpells(rows, queues);
  const ended = (outcomes: unknown[]) =>
    spells.filter(
      ({ endedAt, outcome }) =>
        endedAt !== null && endedAt >= from && endedAt < to && outcomes.includes(outcome),
    ).length;
  return {
    arrivals: spells.filter(({ beganAt }) => beganAt >= from && beganAt < to).length,
    departures: { finished: ended(['finished']), dropped: ended(['dropped', 'removed']) },
    itemUs: levels.reduce((sum, { items, length }) => sum + items * length, 0),
    lengthUs: time(from, to),
    maxWip: Math.max(0, ...levels.map(({ items }) => items)),
    ages: naiveAges(rows, queues, to, time),
  };
}

/** Ages of the items in progress at an instant. */
export function naiveAges(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  at: Instant,
  time: NaiveTimeBetween,
): number[] {
  return naiveInProgress(rows, queues, at).map(({ committedAt }) => time(committedAt, at));
}

/** Cycle times of the items that were finished in a range, as was known at an instant; by finished at, then item. */
export function naiveCycleTimes(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  { from, to }: { from: Instant; to: Instant },
  time: NaiveTimeBetween,
): number[] {
  const finished = naiveItems(rows, queues).flatMap(({ itemId, committedAt, finishedAt }) =>
    committedAt !== null && finishedAt !== null && finishedAt >= from && finishedAt < to
      ? [{ itemId, committedAt, finishedAt }]
      : [],
  );
  return finished
    .sort((a, b) => a.finishedAt - b.finishedAt || a.itemId - b.itemId)
    .map((item) => time(item.committedAt, item.finishedAt));
}
