import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../instant.ts';
import { zonedAt } from './local-time.ts';

/**
 * The first instant after `after` at which a digest is sent: the next full local hour (`hourly`), or the next time at
 * which the local clock shows HH:MM (`daily HH:MM`), once a day even if the clock shows it twice. A skipped time moves
 * forward with the clock. Throws RangeError for any other schedule or an invalid zone.
 */
export function nextDigest(after: Instant, schedule: string, timeZone: string): Instant {
  const now = zonedAt(after, timeZone);
  if (schedule === 'hourly') {
    const full = now.round({ smallestUnit: 'hour', roundingMode: 'floor' });
    return full.add({ hours: 1 }).epochMilliseconds * 1000;
  }
  const [, time] = /^daily (\d\d:\d\d)$/.exec(schedule) ?? [];
  if (time === undefined) throw new RangeError(`No schedule of digests: ${schedule}`);
  const next = [0, 1, 2]
    .map((days) => now.toPlainDate().add({ days }).toPlainDateTime(Temporal.PlainTime.from(time)))
    .map((local) => local.toZonedDateTime(timeZone).epochMilliseconds * 1000)
    .find((each) => each > after);
  if (next === undefined) throw new RangeError(`No ${time} in ${timeZone} after ${after}`);
  return next;
}
