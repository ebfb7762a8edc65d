import type { SlaAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import type { Csv } from './chart.ts';
import { formatDay } from './format/calendar-dates.ts';
import { countOf, formatCount, formatShare } from './format/numbers.ts';
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
  /** Titles of the cells after the item itself. */
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

/** The items read, of how many there are: the rest is in the CSV. */
function shownOf(shown: number, all: number, order: string): string {
  if (shown < all) return `: the first${shown === 1 ? '' : ` ${formatCount(shown)}`}, ${order}`;
  return all < 2 ? '' : `, ${order}`;
}

export const misses: ItemList = {
  id: 'misses',
  csv: { table: 'Finished late', words: 'the misses' },
  question: 'Which promises were broken?',
  emptyText: 'Nothing was finished late in this range.',
  read({ worst, total, timeZone }) {
    const dates = zonedDates(timeZone);
    const shown = shownOf(worst.misses.length, total.misses, 'the most overdue first');
    return {
      subtitle: `${countOf(total.misses, 'item')} finished late in this range${shown}`,
      columns: ['Late by', 'Finished', 'Promised', 'Decided by'],
      rows: worst.misses.map((row) => ({
        ...row,
        cells: [
          formatDuration(row.lateByMs ?? 0),
          row.finishedAt === null ? '' : dates.date(row.finishedAt),
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
  read({ open, worst, timeZone }) {
    const dates = zonedDates(timeZone);
    const all = open.late + open.likelyLate + open.atRisk;
    const shown =
      worst.open.length < all ? shownOf(worst.open.length, all, 'the nearest deadline first') : '';
    const [likely, risky] = [open.likelyLate, open.atRisk].map(formatCount);
    return {
      subtitle: `${countOf(open.late, 'open item')} late, ${likely} likely late, ${risky} at risk${shown}`,
      columns: ['Outlook', 'Promised', '85 of 100 by', 'Queue'],
      rows: worst.open.map((row) => ({
        ...row,
        isLate: row.state === 'late',
        cells: [
          outlookWords(row),
          promised(row, dates),
          row.expected85 === null ? 'unknown' : dates.date(row.expected85),
          row.queue ?? '',
        ],
      })),
    };
  },
};

/** `late by 2 days`, `likely late (62 %)`, `likely late (longer than all such items)`, `at risk`. */
function outlookWords(row: SlaAnswer['worst']['open'][number]): string {
  const { state, lateByMs, missProbability, isBeyondHistory } = row;
  if (state === 'late') return `late by ${formatDuration(lateByMs ?? 0)}`;
  const known = missProbability === null ? '' : ` (${formatShare(missProbability)})`;
  const chance = isBeyondHistory ? ' (longer than all such items)' : known;
  return (state === 'likelyLate' ? 'likely late' : 'at risk') + chance;
}
