import { formatInstant, type Instant } from '@kanban/domain';

const earliest = Date.UTC(1970, 0, 2) * 1000;
/** Clocks differ. */
const toleranceUs = 5 * 60 * 1_000_000;

/** Why an instant cannot have happened before `now`; undefined for one that can. */
export function whyNotPast(column: string, at: Instant, now: Instant): string | undefined {
  if (at < earliest) return `${column} ${formatInstant(at)} lies before 1970-01-02`;
  if (at > now + toleranceUs) return `${column} ${formatInstant(at)} lies in the future`;
  return undefined;
}
