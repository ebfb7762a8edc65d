import { type DayCount, distribution, durationSummary, type PercentileMethod } from '@kanban/domain';
import type { Summarised } from '../../answer/asked-comparison.ts';
import { milliseconds } from '../../answer/envelope.ts';
import { microseconds } from './items.ts';
import type { Durations } from './sample.ts';

interface SummaryQuery {
  dayCount: DayCount;
  percentiles: string;
  percentileMethod: PercentileMethod;
}

/** What a sample comes to. */
export function summaryOf({ durations, unmeasured }: Durations, query: SummaryQuery) {
  const { dayCount, percentiles, percentileMethod: method } = query;
  const ms = (duration: number | null) =>
    duration === null ? null : milliseconds(microseconds(duration, dayCount));
  const summary = durationSummary(durations, { percentiles: percentiles.split(',').map(Number), method });
  return {
    sampleSize: durations.length,
    unmeasured,
    meanMs: ms(summary.mean),
    minMs: ms(summary.min),
    maxMs: ms(summary.max),
    percentiles: summary.percentiles.map(({ percentile, value, shareAtOrUnder, sampleSize }) => ({
      percentile,
      leadTimeMs: ms(value),
      ...(dayCount === 'inclusive' ? { leadTimeDays: value } : {}),
      shareAtOrUnder,
      sampleSize,
    })),
  };
}

/** With its distribution: bins of equal width, without gaps. */
export function figuresOf(sample: Durations, query: SummaryQuery) {
  const { dayCount } = query;
  const ms = (duration: number) => milliseconds(microseconds(duration, dayCount));
  const unit = dayCount === 'exact' ? 'microseconds' : 'days';
  return {
    ...summaryOf(sample, query),
    distribution: distribution(sample.durations, unit).bins.map(({ from, to, count }) => ({
      fromMs: ms(from),
      toMs: ms(to),
      count,
    })),
  };
}

type Summary = ReturnType<typeof summaryOf>;

/** Shorter is better; that more was finished says /v1/throughput. */
export function comparedOf({ ...summary }: Summary): Summarised<Summary> {
  const { sampleSize: items, meanMs, percentiles } = summary;
  const better = 'lower' as const;
  return {
    summary,
    figures: [
      { figure: 'sampleSize', value: items, better: null, items },
      { figure: 'meanMs', value: meanMs, better, items },
      ...percentiles.map(({ percentile, leadTimeMs }) => ({
        figure: `percentiles.p${percentile}Ms`,
        value: leadTimeMs,
        ...{ better, items },
      })),
    ],
  };
}
