import { elapsedBetween, type TimeBetween, WorkingCalendar, workingBetween } from '@kanban/domain';
import type { Snapshot } from '../load/snapshot.ts';
import type { Stream } from '../load/stream.ts';
import { loadWorkingCalendar } from '../load/working-calendar.ts';
import { refusal } from './invalid-parameter.ts';

export const CLOCK_WORDS = {
  elapsed: 'all time counts',
  working: 'only the working hours of the stream count, in its own zone',
};

/** How durations of an answer are read: as elapsed time, or in the working hours of the stream. */
export async function askedClock(
  snapshot: Snapshot,
  stream: Stream,
  clock: 'elapsed' | 'working',
): Promise<TimeBetween> {
  if (clock === 'elapsed') return elapsedBetween;
  return workingBetween(new WorkingCalendar(await loadWorkingCalendar(snapshot, stream)));
}

/** Throws Refused where dates are to be counted by a clock that has none. */
export function checkDayCount({ dayCount, clock }: { dayCount: string; clock: 'elapsed' | 'working' }): void {
  if (dayCount === 'inclusive' && clock === 'working')
    throw refusal('dayCount', 'counts dates, which no working clock does', 'exact with clock=working');
}
