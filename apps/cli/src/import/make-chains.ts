import { formatInstant } from '@kanban/domain';
import { Refused } from '../failure.ts';
import type { Step } from '../history/history.ts';
import { orderRows, type RowOrder } from './order-rows.ts';
import type { QualityReport } from './quality.ts';
import type { LogRow } from './read-log.ts';

/** The queue of items that came with an empty status. */
export const noneQueue = '(none)';

export interface Chains {
  /** In the order of their first rows. */
  readonly references: readonly string[];
  readonly steps: readonly Step[];
  /** The references of items whose times contradict their moves. */
  readonly contradicting: ReadonlySet<string>;
}

/**
 * Turns the rows of a log into whole chains, one an item: what a board would have written. Notes in `report` whatever had
 * to be changed for it. An empty `from_queue` means that the item enters; an empty `to_queue` that it leaves, or for an
 * item that was never there that it enters without a status. `order`: what an item's rows are put in order by where their times
 * contradict their moves. Throws Refused for queues that are not in `queueNames`.
 */
export function makeChains(
  rows: readonly LogRow[],
  queueNames: ReadonlySet<string>,
  order: RowOrder,
  report: QualityReport,
): Chains {
  refuseUnknownQueues(rows, queueNames);
  const indexes = new Map<string, number>();
  const places: (string | null)[] = [];
  const lastRows: LogRow[] = [];
  const steps: Step[] = [];

  const ordered = orderRows(rows, order, report);
  for (const row of ordered.rows) {
    const { at, line, reference, from, to, saidAt } = row;
    const where = `line ${line}`;
    const known = indexes.get(reference);
    const item = known ?? indexes.size;
    const place = places[item] ?? null;
    if (known !== undefined && isSame(lastRows[known], row)) {
      report.note('duplicates', where);
      continue;
    }
    lastRows[item] = row;
    const target = to !== '' ? to : place === null && from === '' ? noneQueue : null;
    if (target === null && place === null) {
      report.note('doubleDepartures', where);
      continue;
    }
    if (target === place) {
      report.note('sameQueue', where);
      continue;
    }
    const said = from === '' && place === noneQueue ? noneQueue : from;
    let reason = saidAt === undefined ? null : `imported; the file says at ${formatInstant(saidAt)}`;
    if (said !== (place ?? '')) {
      if (!ordered.contradicting.has(reference))
        report.note(
          known === undefined ? 'startsMidway' : 'brokenChains',
          known === undefined ? reference : where,
        );
      reason = `imported; the file says ${said === '' ? 'that it entered here' : `from ${said}`}`;
    }
    if (to === '' && target === noneQueue) report.note('emptyStatus', where);
    indexes.set(reference, item);
    places[item] = target;
    steps.push({ at, item, from: place, to: target, actor: null, reason });
  }
  return { references: [...indexes.keys()], steps, contradicting: ordered.contradicting };
}

function refuseUnknownQueues(rows: readonly LogRow[], queueNames: ReadonlySet<string>): void {
  const unknown = new Map<string, number>();
  for (const row of rows) {
    for (const name of [row.from, row.to]) {
      if (name !== '' && !queueNames.has(name)) unknown.set(name, (unknown.get(name) ?? 0) + 1);
    }
  }
  if (unknown.size === 0) return;
  const list = [...unknown].map(([name, count]) => `${name} (${count} times)`).join(', ');
  throw new Refused(
    `The file names queues that --queues lacks: ${list}. --queues and the stream have: ${[...queueNames].filter((name) => name !== noneQueue).join(', ')}.`,
  );
}

function isSame(a: LogRow | undefined, b: LogRow): boolean {
  return a !== undefined && a.at === b.at && a.from === b.from && a.to === b.to;
}
