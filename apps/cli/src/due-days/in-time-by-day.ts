import { dueDayOf, endOfDue, formatInstant, type Instant, InvalidInput } from '@kanban/domain';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { readStreams } from '../history/streams.ts';
import { counted } from '../terminal/counted.ts';

/** An item that is in time since its due date is a day: by the midnight in UTC that it begins with it would be late. */
export interface InTimeByDay {
  readonly stream: string;
  readonly reference: string;
  readonly day: string;
  /** Null: it is open. */
  readonly finishedAt: Instant | null;
}

/** The migration from which on a due date at 00:00:00.000000 is a day. */
export const dueDaysMigration = '0091_work_items_due_days';
const named = 20;

/** All such items, by stream and due date. A stream whose zone is unknown is left out and named in `log`. */
export async function inTimeByDay(
  pool: Pool,
  log: (line: string) => void = () => {},
): Promise<InTimeByDay[]> {
  const found: InTimeByDay[] = [];
  for (const stream of await readStreams(pool)) {
    // No day is over later than 36 hours after it began in UTC.
    const [rows] = await pool.query<RowDataPacket[]>(
      `SELECT w.reference, w.date_due AS dueAt, f.finished_at AS finishedAt, COALESCE(f.finished_at, UTC_TIMESTAMP(6)) AS judgedAt
       FROM work_items w JOIN item_flow f ON f.item_id = w.id
       WHERE f.value_stream_id = ? AND f.dropped_at IS NULL AND TIME(w.date_due) = TIME'00:00:00'
         AND COALESCE(f.finished_at, UTC_TIMESTAMP(6)) > w.date_due
         AND COALESCE(f.finished_at, UTC_TIMESTAMP(6)) < w.date_due + INTERVAL 36 HOUR
       ORDER BY w.date_due, w.id`,
      [stream.id],
    );
    try {
      const inTime = rows.filter((row) => row.judgedAt <= endOfDue(row.dueAt, stream.timeZone));
      for (const { reference, dueAt, finishedAt } of inTime)
        found.push({ stream: stream.name, reference, day: dueDayOf(dueAt) as string, finishedAt });
    } catch (error) {
      if (!(error instanceof RangeError) && !(error instanceof InvalidInput)) throw error;
      log(`${stream.name}: its days cannot be reckoned: ${error.message}`);
    }
  }
  return found;
}

/** One line an item: stream, reference, day, when it was finished. */
export function describeInTime({ stream, reference, day, finishedAt }: InTimeByDay): string {
  return `${stream}\t${reference}\t${day}\t${finishedAt === null ? 'open' : formatInstant(finishedAt)}`;
}

/** The report of an upgrade on a board whose items were judged by midnight; empty if no verdict changes. */
export function describeChangedVerdicts(items: readonly InTimeByDay[]): string[] {
  if (items.length === 0) return [];
  const list = items.slice(0, named).map(({ reference, day }) => `${reference} (${day})`);
  const more = items.length > named ? ', …' : '';
  return [
    `${counted(items.length, 'item')} in time now, and late before: a due date without a time is that day, to its end in the zone of the stream.`,
    `  ${list.join(', ')}${more}`,
    '  All of them, at any time: kanban sla days',
  ];
}
