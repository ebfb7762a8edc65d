import { isDate, type WorkingCalendarRules } from '@kanban/domain';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

/** When a stream works, in its own zone; a handful of rows by the primary keys, which begin with the stream. */
export async function loadWorkingCalendar(
  snapshot: Snapshot,
  { name, timeZone }: { name: string; timeZone: string },
): Promise<WorkingCalendarRules> {
  const hours = await snapshot
    .selectFrom('working_hours')
    .select(['weekday', 'starts', 'ends'])
    .where('value_stream', '=', name)
    .orderBy('weekday')
    .orderBy('starts')
    .execute();
  const holidays = await snapshot
    .selectFrom('holidays')
    .select(sql<string>`DATE_FORMAT(day, '%Y-%m-%d')`.as('date'))
    .where('value_stream', '=', name)
    .orderBy('day')
    .execute();
  return { timeZone, hours, holidays: holidays.map(({ date }) => date).filter(isDate) };
}
