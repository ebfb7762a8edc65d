import type { Check, CheckedRow, Finding } from './checked-log.ts';

type Problem = 'notWhereItWas' | 'sameQueue' | 'unknownQueue' | 'emptyQueue';

/** Rows that do not follow from the row before of the same item, or that name no queue: one finding per row. */
export const brokenChain: Check = {
  check: 'brokenChain',
  severity: 'warning',
  distorts: 'visits, and with them every time in a queue',
  find({ rows }) {
    const places = new Map<number, string | null>();
    const findings: Finding[] = [];
    for (const row of rows) {
      const problem = problemOf(row, places.get(row.itemId) ?? null);
      if (problem !== null) {
        const { auditId, itemId, toQueueId, occurredAt, fromQueue, toQueue } = row;
        const detail = { auditId, problem, from: fromQueue, to: toQueue };
        findings.push({ itemId, queueId: toQueueId, at: occurredAt, detail });
      }
      places.set(row.itemId, placeOf(row.toQueue, row.toQueueId));
    }
    return findings;
  },
};

/** A queue may have had another name then: its id is the same. A queue without a name is nowhere. */
function placeOf(name: string | null, id: number | null): string | null {
  if (id !== null) return `#${id}`;
  return name === '' ? null : name;
}

function problemOf(row: CheckedRow, place: string | null): Problem | null {
  const { fromQueue, fromQueueId, toQueue, toQueueId } = row;
  const isFromNowhereToNowhere = fromQueue === null && toQueue === null;
  if (toQueue === '' || fromQueue === '' || isFromNowhereToNowhere) return 'emptyQueue';
  const [from, to] = [placeOf(fromQueue, fromQueueId), placeOf(toQueue, toQueueId)];
  if (from !== place) return 'notWhereItWas';
  if (from !== null && from === to) return 'sameQueue';
  const isUnknown = (name: string | null, id: number | null) => name !== null && id === null;
  return isUnknown(fromQueue, fromQueueId) || isUnknown(toQueue, toQueueId) ? 'unknownQueue' : null;
}
