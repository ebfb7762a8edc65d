import { type Interval, intervalIndexAt, isComplete } from '../calendar/intervals.ts';
import type { DurationUs, Instant } from '../instant.ts';
import type { Spell } from '../spells.ts';
import type { TimeBetween } from '../time-between.ts';
import { joinedStretch } from './joined-stretch.ts';
import { type Departures, type FlowStretch, sweepSpells, type WipState } from './sweep-spells.ts';

/** An item counts at its *finished at*: if it was reopened and finished again, only at the last finish. */
export interface FlowItem {
  committedAt: Instant;
  finishedAt: Instant;
}

/** What happened in a stretch of time, and the state at its end. Durations are µs on the requested clock. */
export interface FlowFigures {
  arrivals: number;
  departures: Departures;
  /** Arrivals − departures: by how much WIP grew. */
  netFlow: number;
  /** Items by *finished at*. */
  throughput: number;
  /** At the end; in the current interval at the instant of the question. */
  wip: number;
  /** ∫N dt ÷ length; null where no time counts. */
  averageWip: number | null;
  maxWip: number;
  /** Σ of time since commitment of the items in progress at the end. */
  totalAgeUs: DurationUs;
  /** Null without any. */
  averageAgeUs: DurationUs | null;
  /** ∫N dt ÷ throughput: Little's law for the items that finish; null when none does. */
  approximateCycleTimeUs: DurationUs | null;
  /** Of the items of `throughput`; null without any. */
  meanCycleTimeUs: DurationUs | null;
  /** Approximate − mean. Over 0: time is borrowed from items left to age; under 0: it is paid back. */
  flowDebtUs: DurationUs | null;
}

export interface FlowInterval extends Interval, FlowFigures {
  isComplete: boolean;
}

export interface FlowOverTime {
  /** Without intervals that begin at or after the instant of the question. */
  intervals: FlowInterval[];
  /** The whole range, up to the instant of the question; null if the range begins after it. */
  total: FlowFigures | null;
  /** How many complete intervals had each number of finished items; the smallest number first. */
  histogram: { throughput: number; intervals: number }[];
}

/**
 * Arrivals, departures, WIP and its age in each interval, as seen at the instant `at`. `spells` need only be those that overlap the
 * range, `items` those finished in it. For lead times give the instants of entering as `committedAt`.
 * Work item age of The Kanban Guide; flow debt of D. Vacanti, Actionable Agile Metrics for Predictability (2015).
 */
export function flowOverTime(
  spells: readonly Spell[],
  items: readonly FlowItem[],
  intervals: readonly Interval[],
  at: Instant,
  timeBetween: TimeBetween,
): FlowOverTime {
  const begun = intervals.filter(({ start }) => start < at);
  const instants = begun.map(({ start }) => start);
  const last = begun.at(-1);
  if (!last) return { intervals: [], total: null, histogram: [] };
  instants.push(Math.min(last.end, at));
  const { states, stretches } = sweepSpells(spells, instants, timeBetween);

  const finished = begun.map((): Finished => ({ count: 0, cycleUs: 0n }));
  for (const { committedAt, finishedAt } of items) {
    const own = finishedAt < at ? finished[intervalIndexAt(begun, finishedAt)] : undefined;
    if (!own) continue;
    own.count += 1;
    own.cycleUs += BigInt(timeBetween(committedAt, finishedAt));
  }
  const rows = begun.map((interval, place) => ({
    ...interval,
    isComplete: isComplete(interval, at),
    ...figures(stretches[place] as FlowStretch, states[place + 1] as WipState, finished[place] as Finished),
  }));
  const total = figures(joinedStretch(stretches), states.at(-1) as WipState, allOf(finished));
  return { intervals: rows, total, histogram: histogramOf(rows) };
}

interface Finished {
  count: number;
  cycleUs: bigint;
}

function figures(
  stretch: FlowStretch,
  { wip, totalAgeUs }: WipState,
  { count, cycleUs }: Finished,
): FlowFigures {
  const { arrivals, departures, lengthUs, itemUs, maxWip } = stretch;
  const approximateCycleTimeUs = count === 0 ? null : itemUs / count;
  const meanCycleTimeUs = count === 0 ? null : Number(cycleUs) / count;
  return {
    arrivals,
    departures,
    netFlow: arrivals - departures.finished - departures.dropped,
    throughput: count,
    wip,
    averageWip: lengthUs === 0 ? null : itemUs / lengthUs,
    maxWip,
    totalAgeUs,
    averageAgeUs: wip === 0 ? null : totalAgeUs / wip,
    approximateCycleTimeUs,
    meanCycleTimeUs,
    flowDebtUs:
      approximateCycleTimeUs === null || meanCycleTimeUs === null
        ? null
        : approximateCycleTimeUs - meanCycleTimeUs,
  };
}

function allOf(finished: readonly Finished[]): Finished {
  let [count, cycleUs] = [0, 0n];
  for (const own of finished) {
    count += own.count;
    cycleUs += own.cycleUs;
  }
  return { count, cycleUs };
}

function histogramOf(rows: readonly FlowInterval[]): { throughput: number; intervals: number }[] {
  const counts = new Map<number, number>();
  for (const { isComplete, throughput } of rows) {
    if (isComplete) counts.set(throughput, (counts.get(throughput) ?? 0) + 1);
  }
  return [...counts]
    .map(([throughput, intervals]) => ({ throughput, intervals }))
    .sort((a, b) => a.throughput - b.throughput);
}
