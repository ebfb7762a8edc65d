import { formatInstant } from '@kanban/domain';
import type { Step } from '../history/history.ts';
import type { LogRow } from './log-row.ts';
import { orderRows, type RowOrder } from './order-rows.ts';
import type { QualityReport } from './quality.ts';

/** The queue of items that came with an empty status. */
export const noneQueue = '(none)';

/** Of one item. */
export interface Chain {
  /** Empty if no row moves it. */
  readonly steps: readonly Step[];
  /** Its times contradict its moves. */
  readonly isContradicting: boolean;
}

/**
 * Turns the rows of one item, sorted by instant, into a complete chain, as a board would have written it. Notes every
 * necessary change in `report`. An empty `from_queue` means that the item enters. An empty `to_queue` means that it
 * leaves, or that it enters without a status if it was never there. `order`: how to order the rows if times contradict
 * moves.
 */
export function makeChain(given: readonly LogRow[], order: RowOrder, report: QualityReport): Chain {
  const { rows, isContradicting } = orderRows(given, order, report);
  const steps: Step[] = [];
  let place: string | null = null;
  let last: LogRow | undefined;
  for (const [index, row] of rows.entries()) {
    const { at, line, reference, from, to, saidAt } = row;
    const isKnown = steps.length > 0;
    const note = (remark: Parameters<QualityReport['note']>[0], where = `line ${line}`) =>
      report.note(remark, where, line);
    if (isKnown && isSame(last, row)) {
      note('duplicates');
      continue;
    }
    last = row;
    const target: string | null = to !== '' ? to : place === null && from === '' ? noneQueue : null;
    if (target === null && place === null) {
      note('doubleDepartures');
      continue;
    }
    if (target === place) {
      note('sameQueue');
      continue;
    }
    const said = from === '' && place === noneQueue ? noneQueue : from;
    let reason = saidAt === undefined ? null : `imported; the file says at ${formatInstant(saidAt)}`;
    if (said !== (place ?? '')) {
      if (!isContradicting) note(isKnown ? 'brokenChains' : 'startsMidway', isKnown ? undefined : reference);
      reason = `imported; the file says ${said === '' ? 'that it entered here' : `from ${said}`}`;
    }
    if (to === '' && target === noneQueue) note('emptyStatus');
    const before = steps.at(-1);
    const slot = given[index]?.line ?? line;
    steps.push({
      at,
      place: before?.at === at ? Math.max(slot, before.place) : slot,
      from: place,
      to: target,
      actor: null,
      reason,
    });
    place = target;
  }
  return { steps, isContradicting };
}

function isSame(a: LogRow | undefined, b: LogRow): boolean {
  return a !== undefined && a.at === b.at && a.from === b.from && a.to === b.to;
}
