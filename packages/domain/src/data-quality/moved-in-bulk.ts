import { type DurationUs, MINUTE } from '../instant.ts';
import type { Check, CheckedRow, Finding } from './checked-log.ts';

const LEAST_ITEMS = 5;
const WITHIN: DurationUs = MINUTE;

/** Five items or more into one queue by one actor within 60 s: each row of it, once. */
export const movedInBulk: Check = {
  check: 'movedInBulk',
  severity: 'warning',
  distorts: 'dates, which are those of the tidying and not of the work',
  find({ rows }) {
    const moves = rows.filter(({ toQueueId }) => toQueueId !== null);
    const groups = Map.groupBy(moves, ({ toQueueId, actor }) => `${toQueueId} ${actor}`);
    return [...groups.values()].flatMap((own) =>
      bulksOf(own.toSorted((a, b) => a.occurredAt - b.occurredAt)),
    );
  },
};

function bulksOf(rows: readonly CheckedRow[]): Finding[] {
  const findings: Finding[] = [];
  const counts = new Map<number, number>();
  let [first, found] = [0, 0];
  rows.forEach((row, last) => {
    counts.set(row.itemId, (counts.get(row.itemId) ?? 0) + 1);
    for (; row.occurredAt - (rows[first] as CheckedRow).occurredAt > WITHIN; first++) {
      const { itemId } = rows[first] as CheckedRow;
      const left = (counts.get(itemId) ?? 0) - 1;
      if (left === 0) counts.delete(itemId);
      else counts.set(itemId, left);
    }
    if (counts.size < LEAST_ITEMS) return;
    for (found = Math.max(found, first); found <= last; found++)
      findings.push(findingOf(rows[found] as CheckedRow));
  });
  return findings;
}

function findingOf({ itemId, toQueueId, occurredAt, actor }: CheckedRow): Finding {
  return { itemId, queueId: toQueueId, at: occurredAt, detail: { actor } };
}
