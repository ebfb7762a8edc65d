import type { SlaAnswer } from '@kanban/api';
import type { Csv } from './chart.ts';
import { formatDay } from './format/calendar-dates.ts';
import { formatDuration } from './format/durations.ts';
import { countOf } from './format/numbers.ts';
import { type ZonedDates, zonedDates } from './format/zoned-dates.ts';

/** Items with a promise. */
export interface ItemList {
  readonly id: string;
  readonly question: string;
  readonly emptyText: string;
  readonly csv: Csv;
  read(answer: SlaAnswer): ItemRows;
}

export interface ItemRows {
  readonly subtitle: string;
  /** Titles of the cells behind the item itself. */
  readonly columns: readonly string[];
  readonly rows: readonly ItemRow[];
}

export interface ItemRow {
  readonly reference: string;
  readonly shortDesc: string | null;
  readonly cells: readonly string[];
  readonly isLate?: boolean;
}

const DECIDED_BY = { dueDate: 'due date', policy: 'policy' } as const;

/** A due date that is a day is that day, whichever zone is shown. */
function promised(
  { deadline, dueIsDay }: { deadline: string; dueIsDay: boolean },
  dates: ZonedDates,
): string {
  return dueIsDay ? formatDay(deadline) : dates.date(deadline);
}

export const misses: ItemList = {
  id: 'misses',
  csv: { table: 'Finished late', words: 'the misses' },
  question: 'Which promises were broken?',
  emptyText: 'Nothing was finished late in this range.',
  read({ misses: rows, timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      subtitle: `${countOf(rows.length, 'item')} finished late in this range, the most overdue first`,
      columns: ['Late by', 'Finished', 'Promised', 'Decided by'],
      rows: [...rows]
        .sort((a, b) => b.lateByMs - a.lateByMs)
        .map((row) => ({
          ...row,
          cells: [
            formatDuration(row.lateByMs),
            dates.date(row.finishedAt),
            promised(row, dates),
            DECIDED_BY[row.decidedBy],
          ],
        })),
    };
  },
};

export const outlook: ItemList = {
  id: 'outlook',
  csv: { table: 'Late or at risk', words: 'late and at-risk items' },
  question: 'Which are late now, or will be?',
  emptyText: 'No open item is late or at risk.',
  read({ open, timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      subtitle: `${countOf(open.late.length, 'open item')} late, ${open.atRisk.length} at risk`,
      columns: ['Outlook', 'Promised', 'Queue'],
      rows: [
        ...open.late.map((row) => ({
          ...row,
          isLate: true,
          cells: [`late by ${formatDuration(row.lateByMs)}`, promised(row, dates), row.queue ?? ''],
        })),
        ...open.atRisk.map((row) => ({
          ...row,
          cells: [`expected ${dates.date(row.expectedFinishAt)}`, promised(row, dates), row.queue ?? ''],
        })),
      ],
    };
  },
};
