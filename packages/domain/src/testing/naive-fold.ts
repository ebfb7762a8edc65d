import type { Instant, Kind, Queue, Visit } from '../index.ts';

// The oracle: what the definitions say, computed by walking all rows for every question. It is slow and plain, and
// shares no code with what it judges (types only), so that they agree only if both are right.

/** The columns of the audit log that the fold reads. `toQueueId` is null for a departure. */
export interface AuditRow {
  id: number;
  occurredAt: Instant;
  itemId: number;
  toQueueId: number | null;
}

/** Where an item was from an instant on; null = outside of any queue, which counts as dropped. */
export interface Chapter {
  at: Instant;
  queueId: number | null;
}

export interface NaiveItem {
  itemId: number;
  /** Where it counts as being: after removal from a delivered, completed or dropped queue still that queue. */
  queueId: number | null;
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant | null;
  droppedAt: Instant | null;
  /** The furthest queue it reached, dropped ones excluded; null if it was in none other. */
  furthestQueueId: number | null;
  story: Chapter[];
}

const KEEPS_THE_REMOVED: Kind[] = ['delivered', 'completed', 'dropped'];
const COMMITTED: Kind[] = ['buffer', 'active', 'delivered', 'completed'];
const FINISHED: Kind[] = ['delivered', 'completed'];

/** Every item with a row before an instant, as it was then; in the order of their ids. */
export function naiveItems(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  before = Infinity,
): NaiveItem[] {
  const ids = new Set(rows.filter((row) => row.occurredAt < before).map((row) => row.itemId));
  return [...ids].sort((a, b) => a - b).map((itemId) => naiveItem(rows, queues, itemId, before));
}

function naiveItem(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  itemId: number,
  before: Instant,
): NaiveItem {
  const kind = (queueId: number | null): Kind => queues.find(({ id }) => id === queueId)?.kind ?? 'dropped';
  const story: Chapter[] = [];
  for (const row of rows.toSorted((a, b) => a.id - b.id)) {
    if (row.itemId !== itemId || row.occurredAt >= before) continue;
    const previous = story.at(-1)?.queueId ?? null;
    const stays = row.toQueueId === null && KEEPS_THE_REMOVED.includes(kind(previous));
    story.push({ at: row.occurredAt, queueId: stays ? previous : row.toQueueId });
  }
  const inFlow = queues.filter((queue) => queue.kind !== 'dropped');
  const reached = inFlow.filter((queue) => story.some((chapter) => chapter.queueId === queue.id));
  return {
    itemId,
    queueId: story.at(-1)?.queueId ?? null,
    enteredAt: story[0]?.at ?? NaN,
    committedAt: story.find((chapter) => COMMITTED.includes(kind(chapter.queueId)))?.at ?? null,
    finishedAt: beginningOfLastStay(story, (queueId) => FINISHED.includes(kind(queueId))),
    droppedAt: beginningOfLastStay(story, (queueId) => kind(queueId) === 'dropped'),
    furthestQueueId: reached.sort((a, b) => b.position - a.position)[0]?.id ?? null,
    story,
  };
}

/** The start of the stay that continues at the end of the history; null if there is none. */
export function beginningOfLastStay(
  story: readonly Chapter[],
  counts: (queueId: number | null) => boolean,
): Instant | null {
  const lastOutside = story.findLastIndex((chapter) => !counts(chapter.queueId));
  return story[lastOutside + 1]?.at ?? null;
}

/** An item's rows as visits: each entry or move opens one, which the next row of the item closes. */
export function naiveVisits(rows: readonly AuditRow[], itemId: number): Visit[] {
  const own = rows.filter((row) => row.itemId === itemId).sort((a, b) => a.id - b.id);
  return own.flatMap((row, place) =>
    row.toQueueId === null
      ? []
      : [{ queueId: row.toQueueId, enteredAt: row.occurredAt, leftAt: own[place + 1]?.occurredAt ?? null }],
  );
}
