import { DAY, type DayCount, formatInstant, type MeasuredItem } from '@kanban/domain';
import { milliseconds, optionalInstant } from '../../answer/envelope.ts';
import type { FinishedItemRow } from '../../load/finished-items.ts';

export type LeadTimeItem = ReturnType<typeof itemOf>;

export function itemOf(
  { item, startedAt, endedAt, duration }: MeasuredItem<FinishedItemRow>,
  dayCount: DayCount,
) {
  return {
    reference: item.reference,
    shortDesc: item.shortDesc,
    type: item.type,
    classOfService: item.classOfService,
    enteredAt: formatInstant(item.enteredAt),
    committedAt: optionalInstant(item.committedAt),
    startedAt: formatInstant(startedAt),
    endedAt: formatInstant(endedAt),
    finishedAt: formatInstant(item.finishedAt),
    leadTimeMs: milliseconds(microseconds(duration, dayCount)),
    leadTimeDays: dayCount === 'inclusive' ? duration : undefined,
  };
}

/** With inclusive day counts every duration is a number of days, and each day counts as 24 hours. */
export function microseconds(duration: number, dayCount: DayCount): number {
  return dayCount === 'exact' ? duration : duration * DAY;
}
