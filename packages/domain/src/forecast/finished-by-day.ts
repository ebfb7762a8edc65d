import { intervalIndexAt, intervalsOf, isComplete } from '../calendar/intervals.ts';
import type { Range } from '../calendar/range.ts';
import type { Instant } from '../instant.ts';

/** How many items were finished on a local date. */
export interface DayItems {
  date: string;
  items: number;
}

/** Items by *finished at* on each whole local day of a range that is over at `at`; days with none are samples too. */
export function finishedByDay(finishedAt: readonly Instant[], range: Range, at: Instant): DayItems[] {
  const days = intervalsOf(range, 'day').filter((day) => !day.partial && isComplete(day, at));
  const counts = days.map(({ label }) => ({ date: label, items: 0 }));
  for (const instant of finishedAt) {
    const day = counts[intervalIndexAt(days, instant)];
    if (day) day.items += 1;
  }
  return counts;
}
