import {
  type DatesTouched,
  datesTouchedOverTime,
  type FlowFigures,
  flowOverTime,
  flowWhyNull,
  type Instant,
  type Interval,
  reasonsOf,
  type TimeBetween,
} from '@kanban/domain';
import type { SpellsIn } from '../../answer/asked-spells.ts';
import { intervalFields, milliseconds } from '../../answer/envelope.ts';

interface Terms {
  asked: readonly Interval[];
  at: Instant;
  between: TimeBetween;
  timeZone: string;
  dayCount: 'exact' | 'inclusive';
}

/** What an answer says of some spells. */
export function figuresOf({ spells, finished }: SpellsIn, { asked, at, between, timeZone, dayCount }: Terms) {
  const flow = flowOverTime(spells, finished, asked, at, between);
  const dates = dayCount === 'inclusive' ? datesTouchedOverTime(spells, finished, asked, at, timeZone) : null;
  return {
    intervals: flow.intervals.map((interval, place) => ({
      ...intervalFields(interval, at),
      ...rowFields(interval, dates?.intervals[place]),
    })),
    total: flow.total && rowFields(flow.total, dates?.total ?? undefined),
    histogram: flow.histogram,
  };
}

function rowFields(figures: FlowFigures, dates: DatesTouched | undefined) {
  const { arrivals, departures, netFlow, throughput, wip, averageWip, maxWip } = figures;
  const why = reasonsOf(figures, flowWhyNull);
  return {
    ...{ arrivals, departures, netFlow, throughput, wip, averageWip, maxWip },
    totalAgeMs: milliseconds(figures.totalAgeUs),
    averageAgeMs: milliseconds(figures.averageAgeUs),
    approximateCycleTimeMs: milliseconds(figures.approximateCycleTimeUs),
    meanCycleTimeMs: milliseconds(figures.meanCycleTimeUs),
    flowDebtMs: milliseconds(figures.flowDebtUs),
    ...dates,
    reasons: Object.fromEntries(
      Object.entries(why).map(([name, reason]) => [name.replace(/Us$/, 'Ms'), reason]),
    ),
  };
}
