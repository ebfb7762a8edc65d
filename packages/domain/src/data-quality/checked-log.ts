import type { Range } from '../calendar/range.ts';
import type { WorkingCalendar } from '../calendar/working-calendar.ts';
import type { DurationUs, Instant } from '../instant.ts';
import type { Queue, Visit } from '../queue.ts';
import type { Block } from '../time-spent.ts';

/** A row of the audit log. Names are as written then; an id is null if the name is missing or unknown. */
export interface CheckedRow {
  auditId: number;
  occurredAt: Instant;
  itemId: number;
  fromQueue: string | null;
  fromQueueId: number | null;
  /** Null: the item left the board. */
  toQueue: string | null;
  toQueueId: number | null;
  actor: string;
  isImported: boolean;
  /** The rules that were violated, by name. */
  notes: readonly string[];
}

export interface CheckedItem {
  itemId: number;
  enteredAt: Instant;
  committedAt: Instant | null;
  finishedAt: Instant | null;
  /** In a dropped queue, or off the board unfinished, since then. */
  droppedAt: Instant | null;
  /** Where it is now; null: nowhere. */
  queueId: number | null;
  /** All of them, in order. */
  visits: readonly Visit[];
  blocks: readonly Block[];
  /** The last change of a field; null: never. */
  changedAt: Instant | null;
  parentId: number | null;
  /** One entry per item it waits for: whether that one is finished. */
  waitsForFinished: readonly boolean[];
  /** Deleted for good: its fields are gone. */
  isDeleted: boolean;
}

export interface QualitySettings {
  /** A shorter visit to an active queue counts as no time. */
  zeroSeconds: number;
  stalledDays: number;
  /** Null: nothing is stale. */
  staleBacklogDays: number | null;
  /** Of the items finished in the range; null: too few. */
  cycleP95Us: DurationUs | null;
  /** Some policy of the stream counts working hours. */
  needsCalendar: boolean;
}

/** The data for the checks: items with a row in the range and open items, and all rows of these. */
export interface CheckedLog {
  queues: readonly Queue[];
  /** In the order of their ids. */
  rows: readonly CheckedRow[];
  items: readonly CheckedItem[];
  range: Range;
  /** The database's clock. */
  now: Instant;
  /** The first row of the stream, also outside the range. */
  beganAt: Instant | null;
  calendar: WorkingCalendar;
  settings: QualitySettings;
}

export interface Finding {
  /** Null: it is about the stream. */
  itemId: number | null;
  queueId: number | null;
  /** Null: it is no event. */
  at: Instant | null;
  detail: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Check {
  check: string;
  severity: 'info' | 'warning';
  /** The figures that the finding makes unreliable. */
  distorts: string;
  /** O(n log n) for n rows, visits and items. */
  find(log: CheckedLog): Finding[];
}

export function isOpen(item: CheckedItem): boolean {
  return item.finishedAt === null && item.droppedAt === null;
}

export function isInProgress(item: CheckedItem): boolean {
  return isOpen(item) && item.committedAt !== null;
}
