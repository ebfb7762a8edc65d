import type { Clock, DayCount, Instant, PercentileMethod, Queue } from '../index.ts';
import { naiveInclusiveDays } from './naive-calendar.ts';
import { type AuditRow, beginningOfLastStay, type NaiveItem, naiveItems } from './naive-fold.ts';

export interface NaiveLeadTime {
  /** In the order of item ids. µs, or days when counted inclusively. */
  rows: { itemId: number; startedAt: Instant; endedAt: Instant; duration: number }[];
  unmeasured: number;
}

/** Items that are finished by the whole log, and became so in the range. */
export function naiveFinishedItems(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  range: { from: Instant; to: Instant },
): (NaiveItem & { finishedAt: Instant })[] {
  return naiveItems(rows, queues).filter(
    (item): item is NaiveItem & { finishedAt: Instant } =>
      item.finishedAt !== null && item.finishedAt >= range.from && item.finishedAt < range.to,
  );
}

export function naiveLeadTime(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  range: { from: Instant; to: Instant; timeZone: string },
  clock: Clock,
  dayCount: DayCount,
): NaiveLeadTime {
  const population = naiveFinishedItems(rows, queues, range);
  const measured = population.flatMap((item) => {
    const [startedAt, endedAt] = clockTimes(item, clock, queues);
    if (startedAt === null || endedAt === null) return [];
    const duration =
      dayCount === 'exact' ? endedAt - startedAt : naiveInclusiveDays(startedAt, endedAt, range.timeZone);
    return [{ itemId: item.itemId, startedAt, endedAt, duration }];
  });
  return { rows: measured, unmeasured: population.length - measured.length };
}

function clockTimes(
  item: NaiveItem,
  clock: Clock,
  queues: readonly Queue[],
): [Instant | null, Instant | null] {
  if (clock === 'lead') return [item.enteredAt, item.finishedAt];
  if (clock === 'cycle') return [item.committedAt, item.finishedAt];
  const atOrBeyond = (markId: number) => {
    const mark = queues.find(({ id }) => id === markId)?.position ?? NaN;
    const beyond = queues.filter(({ kind, position }) => kind !== 'dropped' && position >= mark);
    return (queueId: number | null) => beyond.some(({ id }) => id === queueId);
  };
  // Removed and put back within one microsecond was never away: visits cannot show it, and nobody saw it.
  const story = item.story.filter(
    (chapter, place) => chapter.queueId !== null || item.story[place + 1]?.at !== chapter.at,
  );
  const started = story.find((chapter) => atOrBeyond(clock.startQueue)(chapter.queueId));
  return [started?.at ?? null, beginningOfLastStay(story, atOrBeyond(clock.endQueue))];
}

/** Nearest rank as "the least value that p % are at or under"; linear as numpy's documentation writes it. */
export function naivePercentile(
  sample: readonly number[],
  p: number,
  method: PercentileMethod,
): number | null {
  if (sample.length === 0) return null;
  const atOrUnder = (limit: number) => sample.filter((value) => value <= limit).length;
  if (method === 'nearest-rank') {
    return Math.min(...sample.filter((value) => atOrUnder(value) * 100 >= p * sample.length));
  }
  const ascending = sample.toSorted((a, b) => a - b);
  const index = (p / 100) * (sample.length - 1);
  const [i, j] = [Math.floor(index), Math.ceil(index)];
  return (ascending[i] as number) * (1 - (index - i)) + (ascending[j] as number) * (index - i);
}
