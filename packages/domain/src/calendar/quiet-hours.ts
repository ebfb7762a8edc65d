import { Temporal } from 'temporal-polyfill';
import { smallest } from '../extremes.ts';
import type { Instant } from '../instant.ts';
import { zonedAt } from './local-time.ts';

/** Hours of a day by the local clock, the first included and the last not; over midnight when `until` is the earlier one. */
export interface QuietHours {
  /** `HH:MM`, seconds allowed. */
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
}

/**
 * The instant at which a message may be sent: `at` itself outside quiet hours, else the first instant at which the
 * local clock shows a time that is not quiet. If the clock skips the end, it is the moment of the change. In an hour
 * that is shown twice, the quiet part is quiet twice. Throws RangeError for an invalid time or zone.
 */
export function endOfQuiet(at: Instant, hours: QuietHours): Instant {
  if (!isQuiet(at, hours)) return at;
  const now = zonedAt(at, hours.timeZone);
  const change = now.getTimeZoneTransition('next');
  const ends = [0, 1, 2].flatMap((days) => {
    const local = now.toPlainDate().add({ days }).toPlainDateTime(Temporal.PlainTime.from(hours.until));
    return (['earlier', 'later'] as const).map((disambiguation) =>
      local.toZonedDateTime(hours.timeZone, { disambiguation }),
    );
  });
  const candidates = [...ends, ...(change ? [change] : [])].map((each) => each.epochMilliseconds * 1000);
  return smallest(candidates.filter((each) => each > at && !isQuiet(each, hours)));
}

function isQuiet(at: Instant, { from, until, timeZone }: QuietHours): boolean {
  const clock = zonedAt(at, timeZone).toPlainTime();
  const isBehind = (time: string) => Temporal.PlainTime.compare(clock, Temporal.PlainTime.from(time)) >= 0;
  const isOverMidnight =
    Temporal.PlainTime.compare(Temporal.PlainTime.from(from), Temporal.PlainTime.from(until)) > 0;
  return isOverMidnight ? isBehind(from) || !isBehind(until) : isBehind(from) && !isBehind(until);
}
