import {
  type DateSpan,
  type DayRules,
  type ForecastDays,
  WorkingCalendar,
  workingDaysOf,
} from '@kanban/domain';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { loadWorkingCalendar } from '../../load/working-calendar.ts';

/** How days of a stream are drawn. */
export async function askedRules(
  snapshot: Snapshot,
  stream: Stream,
  { days, exclude }: { days: ForecastDays; exclude?: string | undefined },
): Promise<DayRules> {
  const rules = { days, exclude: spansOf(exclude) };
  // Where all days are alike, nobody asks which of them are for work.
  if (days === 'all') return { ...rules, isWorkingDay: () => true };
  const calendar = new WorkingCalendar(await loadWorkingCalendar(snapshot, stream));
  return { ...rules, isWorkingDay: workingDaysOf(calendar) };
}

/** `2026-12-24..2027-01-02,2027-04-05` */
function spansOf(exclude: string | undefined): DateSpan[] {
  return (exclude?.split(',') ?? []).map((span) => {
    const [from = '', to = from] = span.split('..');
    return { from, to };
  });
}
