import type { Instant } from '@kanban/domain';
import type { ItemFlow } from './item-fold.ts';
import { openSpell } from './spell-fold.ts';
import type { Queue } from './streams.ts';

/** A row of `flow_counts`: totals up to the end of the quarter hour that begins at `at`. */
export interface FlowCount extends Totals {
  readonly queueId: number;
  readonly at: Instant;
}

interface Totals {
  readonly arrivals: number;
  readonly departures: number;
  readonly entries: number;
  readonly marked: number;
  readonly markedDropped: number;
  readonly behind: number;
  readonly wipBegun: number;
  readonly wipEnded: number;
}

const quarter = 15 * 60 * 1_000_000;
const none: Totals = {
  arrivals: 0,
  departures: 0,
  entries: 0,
  marked: 0,
  markedDropped: 0,
  behind: 0,
  wipBegun: 0,
  wipEnded: 0,
};

/** Counts the events of each queue of a stream, one step after the other in time: the second half of `project_audit_row.sql`. */
export class FlowCounts {
  readonly #open = new Map<number, FlowCount>();
  #closed: FlowCount[] = [];

  /** Adds the effect of one step of an item. */
  add(at: Instant, before: ItemFlow | undefined, after: ItemFlow): void {
    const start = Math.floor(at / quarter) * quarter;
    const touched = new Set([after.location, before?.location, before?.furthest]);
    for (const queue of touched) if (queue) this.#addTo(queue, start, before, after);
  }

  #addTo(queue: Queue, at: Instant, before: ItemFlow | undefined, after: ItemFlow): void {
    const hasMoved = before?.location !== after.location;
    const change: Totals = {
      arrivals: Number(hasMoved && after.location === queue),
      departures: Number(hasMoved && before?.location === queue),
      entries: Number(before === undefined),
      marked: Number(after.furthest === queue) - Number(before?.furthest === queue),
      markedDropped: Number(droppedMark(after) === queue) - Number(droppedMark(before) === queue),
      behind: Number(behind(after) === queue) - Number(behind(before) === queue),
      wipBegun: after.location === queue ? after.spells.length - (before?.spells.length ?? 0) : 0,
      // One that is removed ends in the queue it left.
      wipEnded: (after.location ?? before?.location) === queue ? ended(after) - ended(before) : 0,
    };
    if (Object.values(change).every((each) => each === 0)) return;
    const open = this.#open.get(queue.id);
    if (open && open.at < at) this.#closed.push(open);
    const total = open ?? none;
    this.#open.set(queue.id, {
      queueId: queue.id,
      at,
      arrivals: total.arrivals + change.arrivals,
      departures: total.departures + change.departures,
      entries: total.entries + change.entries,
      marked: total.marked + change.marked,
      markedDropped: total.markedDropped + change.markedDropped,
      behind: total.behind + change.behind,
      wipBegun: total.wipBegun + change.wipBegun,
      wipEnded: total.wipEnded + change.wipEnded,
    });
  }

  /** Returns the rows that no later step can change, and removes them; with `isOver` all rows. */
  take(isOver = false): FlowCount[] {
    const rows = this.#closed;
    this.#closed = [];
    if (!isOver) return rows;
    const last = [...this.#open.values()];
    this.#open.clear();
    return [...rows, ...last];
  }
}

function ended(flow: ItemFlow | undefined): number {
  const spells = flow?.spells ?? [];
  return spells.length - (openSpell(spells) ? 1 : 0);
}

function droppedMark(flow: ItemFlow | undefined): Queue | undefined {
  return flow && flow.droppedAt !== null ? flow.furthest : undefined;
}

/** The present queue of an item, if it is not the furthest that it reached; else undefined. */
function behind(flow: ItemFlow | undefined): Queue | undefined {
  const isBehind = flow?.droppedAt === null && flow.location !== flow.furthest;
  return isBehind && flow.furthest ? flow.location : undefined;
}
