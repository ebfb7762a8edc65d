import { type Instant, isFinishedKind, type Queue, type QueueCounters } from '@kanban/domain';
import type { StoryRow } from '../load/item-stories.ts';

// The fold of sql/projections/project_audit_row.sql once more, for the minutes since a quarter hour began: flow_counts has whole
// quarter hours only. The tests hold it against a naive fold, as they do the triggers.

/** What an item counts as, after a row of its story. */
export interface Standing {
  /** Where it counts; an item removed from a delivered, completed or dropped queue stays there. */
  location: Queue | null;
  /** Its furthest queue; dropped ones do not count. */
  mark: Queue | null;
  isDropped: boolean;
}

export interface Step {
  occurredAt: Instant;
  before: Standing | undefined;
  after: Standing;
}

/** Each row of items' stories as the step it was. Rows come by item, and in order. */
export function stepsOf(rows: readonly StoryRow[], queues: readonly Queue[]): Step[] {
  const byId = new Map(queues.map((queue) => [queue.id, queue]));
  const standings = new Map<number, Standing>();
  return rows.map(({ itemId, occurredAt, toQueueId }) => {
    const before = standings.get(itemId);
    const to = toQueueId === null ? null : (byId.get(toQueueId) ?? null);
    const after = to === null ? removed(before) : moved(before, to);
    standings.set(itemId, after);
    return { occurredAt, before, after };
  });
}

function moved(before: Standing | undefined, to: Queue): Standing {
  const mark = before?.mark ?? null;
  const isFurthest = to.kind !== 'dropped' && to.position > (mark?.position ?? -Infinity);
  return { location: to, mark: isFurthest ? to : mark, isDropped: to.kind === 'dropped' };
}

function removed(before: Standing | undefined): Standing {
  const { location = null, mark = null, isDropped = false } = before ?? {};
  const isFinished = location !== null && isFinishedKind(location.kind);
  return { location: isFinished || isDropped ? location : null, mark, isDropped: !isFinished };
}

type Field = Exclude<keyof QueueCounters, 'queueId' | 'at'>;

/** The counters a moment later: what each step adds to which queue, as sql/projections/replay_4_flow_counts.sql has it. */
export function addSteps(
  counters: readonly QueueCounters[],
  steps: readonly Step[],
  at: Instant,
): QueueCounters[] {
  const later = new Map(counters.map((row) => [row.queueId, { ...row, at }]));
  const add = (queue: Queue | null | undefined, field: Field, by: 1 | -1) => {
    const row = queue ? later.get(queue.id) : undefined;
    if (row) row[field] += by;
  };
  for (const { before, after } of steps) {
    if (!before) add(after.location, 'entries', 1);
    if (before?.location !== after.location) {
      add(before?.location, 'departures', 1);
      add(after.location, 'arrivals', 1);
    }
    if (before) addMark(before, -1, add);
    addMark(after, 1, add);
  }
  return [...later.values()];
}

function addMark(
  { location, mark, isDropped }: Standing,
  by: 1 | -1,
  add: (queue: Queue | null, field: Field, by: 1 | -1) => void,
): void {
  add(mark, 'marked', by);
  if (isDropped) add(mark, 'markedDropped', by);
  else if (location !== mark) add(location, 'behind', by);
}
