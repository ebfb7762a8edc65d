import type { Instant, Queue } from '../index.ts';
import type { AuditRow } from './naive-fold.ts';
import { replay } from './replay.ts';

export interface FinishedRow {
  itemId: number;
  enteredAt: Instant;
  committedAt: Instant;
  finishedAt: Instant;
}

/** What the database hands over as the items finished in a range. */
export function finishedItems(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  { from, to }: { from: Instant; to: Instant },
): FinishedRow[] {
  return replay(rows, queues).items.flatMap(({ itemId, enteredAt, committedAt, finishedAt }) =>
    committedAt !== null && finishedAt !== null && finishedAt >= from && finishedAt < to
      ? [{ itemId, enteredAt, committedAt, finishedAt }]
      : [],
  );
}
