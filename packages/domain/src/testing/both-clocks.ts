import { elapsedBetween, type TimeBetween, WorkingCalendar, workingBetween } from '../index.ts';
import type { History } from './histories.ts';
import { naiveWorkingTimeBetween } from './naive-working-time.ts';

const QUARTER = 15 * 60 * 1_000_000;

/** Each clock of a history: as the domain has it, and as counting quarters of an hour has it. */
export function bothClocks(
  { hours, holidays }: History,
  timeZone: string,
): { name: 'elapsed' | 'working'; timeBetween: TimeBetween; naive: TimeBetween }[] {
  const rules = { timeZone, hours, holidays };
  return [
    { name: 'elapsed', timeBetween: elapsedBetween, naive: (a, b) => b - a },
    {
      name: 'working',
      timeBetween: workingBetween(new WorkingCalendar(rules)),
      naive: (a, b) => naiveWorkingTimeBetween(a, b, rules, QUARTER),
    },
  ];
}
