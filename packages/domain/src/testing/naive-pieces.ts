import type { Instant, Queue } from '../index.ts';
import { type AuditRow, type NaiveItem, naiveItems } from './naive-fold.ts';

export interface Piece {
  from: Instant;
  to: Instant;
  /** All items as they are throughout the piece. */
  items: NaiveItem[];
}

/** A stretch of time cut wherever something happens, with the state of the board in each piece. */
export function naivePieces(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  range: { from: Instant; to: Instant },
  otherCuts: readonly Instant[] = [],
): Piece[] {
  const inside = [...rows.map(({ occurredAt }) => occurredAt), ...otherCuts].filter(
    (at) => at > range.from && at < range.to,
  );
  const cuts = [...new Set([range.from, ...inside, range.to])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, place) => ({
    from,
    to: cuts[place + 1] as Instant,
    items: naiveItems(rows, queues, from + 1),
  }));
}

export function isNaivelyInProgress(item: NaiveItem): boolean {
  return item.committedAt !== null && item.finishedAt === null && item.droppedAt === null;
}
