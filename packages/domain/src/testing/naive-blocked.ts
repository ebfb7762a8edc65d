import type { Instant, Queue } from '../index.ts';
import type { AuditRow } from './naive-fold.ts';
import { naiveInProgress } from './naive-spells.ts';
import type { NaiveTimeBetween } from './naive-wip.ts';

export interface NaiveBlock {
  itemId: number;
  reason: string;
  blockedAt: Instant;
  unblockedAt: Instant | null;
}

export interface NaiveBlockedTime {
  itemId: number;
  reason: string;
  queueId: number;
  us: number;
}

/** Blocked time within a stretch, by asking between any two changes who is blocked, in progress, and where. */
export function naiveBlockedTime(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  blocks: readonly NaiveBlock[],
  { from, to }: { from: Instant; to: Instant },
  time: NaiveTimeBetween,
): NaiveBlockedTime[] {
  const changes = [
    ...rows.map(({ occurredAt }) => occurredAt),
    ...blocks.flatMap(({ blockedAt, unblockedAt }) => [blockedAt, unblockedAt ?? to]),
  ].filter((at) => at > from && at < to);
  const cuts = [...new Set([from, ...changes, to])].sort((a, b) => a - b);
  return cuts.slice(1).flatMap((end, place) => {
    const start = cuts[place] as Instant;
    const inProgress = naiveInProgress(rows, queues, end);
    return blocks
      .filter(({ blockedAt, unblockedAt }) => blockedAt <= start && (unblockedAt ?? Infinity) >= end)
      .flatMap(({ itemId, reason }) => {
        const queueId = inProgress.find((item) => item.itemId === itemId)?.queueId ?? null;
        return queueId === null ? [] : [{ itemId, reason, queueId, us: time(start, end) }];
      });
  });
}
