import { DAY, type Instant } from './instant.ts';

export interface Activity {
  /** When it came into the queue where it is. */
  movedAt: Instant;
  /** The last change of a field; null: never. */
  changedAt: Instant | null;
}

/** The last move or change of a field. */
export function lastTouchedAt({ movedAt, changedAt }: Activity): Instant {
  return Math.max(movedAt, changedAt ?? movedAt);
}

/** No move and no change of a field for this many days of 24 hours, weekends included (jirametrics' stalled items). */
export function isStalled(activity: Activity, stalledDays: number, at: Instant): boolean {
  return at - lastTouchedAt(activity) >= stalledDays * DAY;
}
