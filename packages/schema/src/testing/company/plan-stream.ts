import type { Instant } from '@kanban/domain/instant';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The queues of every stream of a company, in order. */
export const companyQueues = [
  ['backlog', 'backlog'],
  ['ready', 'buffer'],
  ['development', 'active'],
  ['review', 'buffer'],
  ['test', 'active'],
  ['live', 'delivered'],
  ['closed', 'completed'],
  ['drop', 'dropped'],
] as const;

export interface PlannedItem {
  readonly reference: string;
  readonly stream: string;
  readonly type: string;
  readonly classOfService: string;
  readonly assignee: string;
  readonly loggedAt: Instant;
  readonly dueAt: Instant | null;
}

export interface PlannedStep {
  readonly at: Instant;
  readonly item: PlannedItem;
  readonly from: string | null;
  readonly to: string;
}

export interface PlannedStream {
  readonly name: string;
  readonly items: readonly PlannedItem[];
  /** In the order of time. */
  readonly steps: readonly PlannedStep[];
}

interface StreamSize {
  readonly items: number;
  readonly days: number;
  /** The last step is within the minute before. */
  readonly endsAt: Instant;
}

/**
 * A stream whose items come evenly over its days and mostly go from queue to queue within a week; one in ten goes back from
 * review, one in twenty is dropped, and nothing is closed, so that what was delivered stays on the board. The same arguments
 * give the same stream.
 */
export function planStream(name: string, { items, days, endsAt }: StreamSize): PlannedStream {
  const every = (days * DAY) / items;
  // Another second for each stream, so that none is always the last to write.
  const lastAt = endsAt - (hash(name) % 59_000_000) - 1;
  const planned = Array.from({ length: items }, (_, n): PlannedItem => {
    const loggedAt = Math.round(lastAt - (items - 1 - n) * every);
    return {
      reference: `${name}-${n + 1}`,
      stream: name,
      type: ['story', 'defect', 'task'][n % 3] as string,
      classOfService: n % 20 === 0 ? 'expedite' : 'standard',
      assignee: `person-${hash(`${name} ${n}`) % 40}`,
      loggedAt,
      dueAt: n % 4 === 0 ? loggedAt + 5 * DAY + 1 : null,
    };
  });
  const steps = planned.flatMap((item, n) => stepsOf(item, n).filter(({ at }) => at <= lastAt));
  steps.sort((a, b) => a.at - b.at);
  return { name, items: planned, steps };
}

function stepsOf(item: PlannedItem, n: number): PlannedStep[] {
  const path = ['backlog', 'ready', 'development', 'review', 'test', 'live'];
  if (n % 10 === 3) path.splice(4, 0, 'development', 'review');
  if (n % 20 === 7) path.splice(1, path.length, 'drop');
  let at = item.loggedAt;
  return path.map((to, place) => {
    const from = path[place - 1] ?? null;
    if (from !== null) at += 2 * HOUR + (hash(`${item.reference} ${place}`) % (40 * HOUR));
    return { at, item, from, to };
  });
}

/** FNV-1a with a last mix: the same number for the same text, on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value ^= value >>> 13;
  // Microseconds of a day do not fit into 32 bits.
  return (value >>> 0) * 997;
}
