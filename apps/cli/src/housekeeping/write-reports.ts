import { type DueWeek, type Instant, lastDueWeek } from '@kanban/domain';
import { topicMatches } from '@kanban/notifications';
import { inTransaction, rowsAs, sqlInstant } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { databaseNow } from './sla-terms.ts';

const TOPIC = 'report.weekly';
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const DUPLICATE_KEY = 1062;
const DAY_MS = 86_400_000;

export interface WriteReportsOptions {
  /** What to take for now; the database's clock when not given. */
  readonly now?: Instant;
  /** Is told of streams whose zone or setting makes no sense. */
  readonly log?: (line: string) => void;
}

/** A report that was called for. */
export interface WrittenReport {
  readonly stream: string;
  readonly from: string;
  readonly to: string;
}

interface StreamRow {
  readonly name: string;
  readonly timeZone: string;
  readonly weekday: string;
  readonly time: string;
  /** The first day of the last report; null before the first. */
  readonly lastFirstDay: string | null;
  readonly lastLastDay: string | null;
}

/**
 * Calls for the weekly report of every stream that is due and that somebody had subscribed to by then: a row of report_runs,
 * whose trigger writes the event. Any number may do so at the same time and again: the unique key lets one through. When
 * nothing ran at the due time, the next run catches up, with the last week only; the report says which weeks had none.
 *
 * A kill before COMMIT leaves nothing, after it the row and its event; a lost answer is asked again and finds the row.
 */
export async function writeReports(pool: Pool, options: WriteReportsOptions = {}): Promise<WrittenReport[]> {
  const now = options.now ?? (await databaseNow(pool));
  const subscribed = await readSubscriptions(pool);
  const written: WrittenReport[] = [];
  for (const stream of await readStreams(pool)) {
    if (stream.weekday === 'off') continue;
    const due = dueWeekOf(stream, now, options.log);
    // An older week than the last one: the weekday of the report was changed since.
    if (due === null || (stream.lastFirstDay !== null && stream.lastFirstDay >= due.from)) continue;
    if (!subscribed(stream.name, due.dueAt)) continue;
    if (await writeRun(pool, stream, due)) written.push({ stream: stream.name, from: due.from, to: due.to });
  }
  return written;
}

/** A stream that cannot be reckoned with must not keep the others from being told of. */
function dueWeekOf(stream: StreamRow, now: Instant, log: WriteReportsOptions['log']): DueWeek | null {
  const { name, timeZone, time } = stream;
  try {
    return lastDueWeek(now, { weekday: WEEKDAYS.indexOf(stream.weekday) + 1, time, timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    log?.(`${name}: no report: ${error.message}`);
    return null;
  }
}

async function readStreams(pool: Pool): Promise<StreamRow[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT s.name, s.time_zone AS timeZone,
            setting_value('report_weekday', s.name) AS weekday, setting_value('report_time', s.name) AS time,
            DATE_FORMAT(MAX(r.first_day), '%Y-%m-%d') AS lastFirstDay,
            DATE_FORMAT(MAX(r.last_day), '%Y-%m-%d') AS lastLastDay
     FROM value_streams s LEFT JOIN report_runs r ON r.value_stream = s.name
     WHERE s.archived_at IS NULL
     GROUP BY s.id, s.name, s.time_zone ORDER BY s.name`,
  );
  return rowsAs<StreamRow>(rows);
}

/** Whether anyone hears of a stream's reports who was subscribed at that time: who comes later begins with the next. */
async function readSubscriptions(pool: Pool): Promise<(stream: string, at: Instant) => boolean> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT topic, value_stream AS stream, created_at AS since FROM subscriptions
     WHERE is_active AND queue_name IS NULL AND reference IS NULL`,
  );
  return (stream, at) =>
    rows.some(
      (row) =>
        topicMatches(row.topic, TOPIC) && (row.stream === null || row.stream === stream) && row.since <= at,
    );
}

async function writeRun(pool: Pool, { name, lastLastDay }: StreamRow, due: DueWeek): Promise<boolean> {
  const next = lastLastDay === null ? null : dayAfter(lastLastDay);
  const missedFrom = next !== null && next < due.from ? next : null;
  try {
    await inTransaction(pool, (connection) =>
      connection.query(
        'INSERT INTO report_runs (value_stream, first_day, last_day, missed_from, due_at) VALUES (?, ?, ?, ?, ?)',
        [name, due.from, due.to, missedFrom, sqlInstant(due.dueAt)],
      ),
    );
    return true;
  } catch (error) {
    if ((error as { errno?: number }).errno === DUPLICATE_KEY) return false;
    throw error;
  }
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10);
}
