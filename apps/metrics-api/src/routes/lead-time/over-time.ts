import { type Instant, type Interval, leadTimeOverTime, type RankedPercentile } from '@kanban/domain';
import { askedFinished, isPlain } from '../../answer/asked-finished.ts';
import { groupedFigures } from '../../answer/asked-items.ts';
import type { RangeAt } from '../../answer/asked-range-at.ts';
import { intervalFields, milliseconds } from '../../answer/envelope.ts';
import { type PercentileQuery, percentileTerms } from '../../answer/percentile-fields.ts';
import { type FinishedTimes, loadFinishedTimes } from '../../load/finished-times.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { microseconds } from './items.ts';
import { timerOf } from './sample.ts';
import { summaryOf } from './summary.ts';
import type { TimingQuery } from './timing-query.ts';

type OverTimeQuery = TimingQuery & PercentileQuery;

export type OverTime = ReturnType<typeof figuresOf>;

/** How long items took in each interval and altogether, and the same for each group that was asked for. */
export async function loadOverTime(
  snapshot: Snapshot,
  asked: RangeAt,
  query: OverTimeQuery,
  intervals: readonly Interval[],
) {
  const { timed } = timerOf(snapshot, asked, query);
  const all = isPlain(query) ? [] : await askedFinished(snapshot, asked, query);
  const times: readonly FinishedTimes[] = isPlain(query)
    ? await loadFinishedTimes(snapshot, asked.stream.id, asked.range)
    : all;
  const durations = new Map<number, number>();
  for await (const rows of timed(times))
    for (const { item, duration } of rows) durations.set(item.itemId, duration);
  const of = (own: readonly FinishedTimes[]) => figuresOf(own, durations, intervals, query, asked.at);
  return { ...of(times), groups: groupedFigures(all, query, of) };
}

function figuresOf(
  items: readonly FinishedTimes[],
  durations: ReadonlyMap<number, number>,
  intervals: readonly Interval[],
  query: OverTimeQuery,
  at: Instant,
) {
  const finished = items.flatMap(({ itemId, finishedAt }) => {
    const duration = durations.get(itemId);
    return duration === undefined ? [] : [{ finishedAt, duration }];
  });
  const sample = {
    durations: finished.map(({ duration }) => duration),
    unmeasured: items.length - finished.length,
  };
  const ms = (duration: number | null) =>
    duration === null ? null : milliseconds(microseconds(duration, query.dayCount));
  const percentileFields = ({ percentile, value, ...rest }: RankedPercentile) => ({
    percentile,
    leadTimeMs: ms(value),
    ...(query.dayCount === 'inclusive' ? { leadTimeDays: value } : {}),
    ...rest,
  });
  return {
    total: summaryOf(sample, query),
    intervals: leadTimeOverTime(finished, intervals, percentileTerms(query)).map((interval) => ({
      ...intervalFields(interval, at),
      sampleSize: interval.sampleSize,
      meanMs: ms(interval.mean),
      percentiles: interval.percentiles.map(percentileFields),
      reasons:
        interval.sampleSize === 0 ? { meanMs: 'noItems' as const, percentiles: 'noItems' as const } : {},
    })),
  };
}
