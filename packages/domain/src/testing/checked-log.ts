import {
  type CheckedItem,
  type CheckedLog,
  type CheckedRow,
  DAY,
  type Queue,
  type Range,
  WorkingCalendar,
} from '../index.ts';
import { type AuditRow, naiveItems, naiveVisits } from './naive-fold.ts';

/** The data for the checks of data quality from a plain log; each test overrides the part that it is about. */
export function checkedLog(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  range: Range,
  over: Partial<CheckedLog> = {},
): CheckedLog {
  const name = (queueId: number | null) => queues.find(({ id }) => id === queueId)?.name ?? null;
  const places = new Map<number, number | null>();
  return {
    queues,
    rows: rows.map((row): CheckedRow => {
      const fromQueueId = places.get(row.itemId) ?? null;
      places.set(row.itemId, row.toQueueId);
      return {
        auditId: row.id,
        occurredAt: row.occurredAt,
        itemId: row.itemId,
        fromQueue: name(fromQueueId),
        fromQueueId,
        toQueue: name(row.toQueueId),
        toQueueId: row.toQueueId,
        actor: 'ann',
        isImported: false,
        notes: [],
      };
    }),
    items: naiveItems(rows, queues).map(
      (item): CheckedItem => ({
        ...item,
        visits: naiveVisits(rows, item.itemId),
        blocks: [],
        changedAt: null,
        parentId: null,
        waitsForFinished: [],
        isDeleted: false,
      }),
    ),
    range,
    now: range.to,
    beganAt: rows[0]?.occurredAt ?? null,
    calendar: new WorkingCalendar({ timeZone: range.timeZone, hours: [], holidays: [] }),
    settings: {
      zeroSeconds: 60,
      stalledDays: 5,
      staleBacklogDays: 30,
      cycleP95Us: 9 * DAY,
      needsCalendar: false,
    },
    ...over,
  };
}
