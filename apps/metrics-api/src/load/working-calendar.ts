import { isDate, type WorkingCalendarRules } from '@kanban/domain';
import { sql } from 'kysely';
import { settingsThen } from './as-of/settings-then.ts';
import type { Snapshot } from './snapshot.ts';

/** When a stream works, in its own zone; a handful of rows by the primary keys, which begin with the stream. */
export async function loadWorkingCalendar(
  snapshot: Snapshot,
  { name, timeZone }: { name: string; timeZone: string },
): Promise<WorkingCalendarRules> {
  const hours =
    settingsThen(snapshot, 'working_hours', name, ['weekday', 'starts'])?.map((row) => ({
      weekday: Number(row.weekday),
      starts: String(row.starts),
      ends: String(row.ends),
    })) ?? (await loadHours(snapshot, name));
  const holidays =
    settingsThen(snapshot, 'holidays', name, ['day'])?.map(({ day }) => ({ date: String(day) })) ??
    (await loadHolidays(snapshot, name));
  return { timeZone, hours, holidays: holidays.map(({ date }) => date).filter(isDate) };
}

function loadHours(snapshot: Snapshot, stream: string) {
  return snapshot
    .selectFrom('working_hours')
    .select(['weekday', 'starts', 'ends'])
    .where('value_stream', '=', stream)
    .orderBy('weekday')
    .orderBy('starts')
    .execute();
}

function loadHolidays(snapshot: Snapshot, stream: string) {
  return snapshot
    .selectFrom('holidays')
    .select(sql<string>`DATE_FORMAT(day, '%Y-%m-%d')`.as('date'))
    .where('value_stream', '=', stream)
    .orderBy('day')
    .execute();
}
