import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../instant.ts';
import { zonedAt } from './local-time.ts';

/** When the report of a week is sent, by the local clock. */
export interface ReportTime {
  /** 1 = Monday … 7 = Sunday. */
  readonly weekday: number;
  /** `07:00` */
  readonly time: string;
  readonly timeZone: string;
}

export interface DueWeek {
  /** The Monday and the Sunday of the week, local dates `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** When the report about it was to be sent. */
  readonly dueAt: Instant;
}

/**
 * The week whose report was due last: the last ISO week that was over at that time. A local time that the clocks skip
 * moves forward with them; one that comes twice counts at its first occurrence. It depends only on the clock, so every
 * later call gives the same result.
 */
export function lastDueWeek(now: Instant, { weekday, time, timeZone }: ReportTime): DueWeek {
  const dueOn = (date: Temporal.PlainDate): Instant =>
    date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds * 1000;
  const today = zonedAt(now, timeZone).toPlainDate();
  const latest = today.subtract({ days: (today.dayOfWeek - weekday + 7) % 7 });
  const day = dueOn(latest) <= now ? latest : latest.subtract({ days: 7 });
  const monday = day.subtract({ days: day.dayOfWeek - 1 + 7 });
  return { from: monday.toString(), to: monday.add({ days: 6 }).toString(), dueAt: dueOn(day) };
}
