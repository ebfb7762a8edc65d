import type { FlowItem } from '../flow/flow-over-time.ts';
import type { FlowStretch, WipState } from '../flow/sweep-spells.ts';
import { DAY, type DurationUs, type Instant } from '../instant.ts';
import { percentile } from '../percentiles.ts';
import type { Spell } from '../spells.ts';
import type { TimeBetween } from '../time-between.ts';

/** Little's law over a finite window, where it is exact: averageWip = ratePerDay · averageUs ÷ DAY. */
export interface LittlesWindow {
  /** ∫N dt. */
  itemUs: DurationUs;
  /** L; null if no time of the window counts, like the rate. */
  averageWip: number | null;
  /** Spells present: in progress at the start, or begun since. */
  items: number;
  /** λ: spells present in a day of the window. */
  ratePerDay: number | null;
  /** W: the time within the window of a spell present; null without any. */
  averageUs: DurationUs | null;
  arrivals: number;
  departures: number;
  wipStart: number;
  wipEnd: number;
  averageAgeStartUs: DurationUs | null;
  averageAgeEndUs: DurationUs | null;
  /** Of the items by finished at. */
  meanCycleTimeUs: DurationUs | null;
  /** The share of ∫N dt that comes from spells which the window cuts; null without any time in progress. */
  boundaryShare: number | null;
}

/** What the checks need besides. */
export interface WindowFacts {
  window: LittlesWindow;
  dropped: number;
  /** 95th percentile of the cycle times; null without any. */
  cycleTime95Us: DurationUs | null;
  /** Items in progress at the end that are older than that; null without it. */
  olderThanCycleTime95: number | null;
}

export interface WindowBounds {
  from: Instant;
  to: Instant;
}

/**
 * The window of a stretch that was swept, with the states at both of its ends. Exact by J. Little and S. Graves, Little's Law
 * (2008), section 5; the five assumptions are those of D. Vacanti, Actionable Agile Metrics for Predictability (2015).
 */
export function littlesWindow(
  spells: readonly Spell[],
  items: readonly FlowItem[],
  stretch: FlowStretch,
  [start, end]: readonly [WipState, WipState],
  timeBetween: TimeBetween,
): WindowFacts {
  const { itemUs, lengthUs, arrivals, departures } = stretch;
  const present = start.wip + arrivals;
  const cycleTimes = items
    .filter(({ finishedAt }) => finishedAt >= stretch.start && finishedAt < stretch.end)
    .map(({ committedAt, finishedAt }) => timeBetween(committedAt, finishedAt));
  const cycleTime95Us = percentile(Float64Array.from(cycleTimes).sort(), 95);
  return {
    window: {
      itemUs,
      averageWip: lengthUs === 0 ? null : itemUs / lengthUs,
      items: present,
      ratePerDay: lengthUs === 0 ? null : present / (lengthUs / DAY),
      averageUs: present === 0 ? null : itemUs / present,
      arrivals,
      departures: departures.finished + departures.dropped,
      wipStart: start.wip,
      wipEnd: end.wip,
      averageAgeStartUs: averageAge(start),
      averageAgeEndUs: averageAge(end),
      meanCycleTimeUs: cycleTimes.length === 0 ? null : sum(cycleTimes) / cycleTimes.length,
      boundaryShare: itemUs === 0 ? null : (itemUs - insideUs(spells, stretch, timeBetween)) / itemUs,
    },
    dropped: departures.dropped,
    cycleTime95Us,
    olderThanCycleTime95:
      cycleTime95Us === null
        ? null
        : inProgressAt(spells, stretch.end).filter(
            ({ committedAt }) => timeBetween(committedAt, stretch.end) > cycleTime95Us,
          ).length,
  };
}

function averageAge({ wip, totalAgeUs }: WipState): DurationUs | null {
  return wip === 0 ? null : totalAgeUs / wip;
}

function inProgressAt(spells: readonly Spell[], at: Instant): Spell[] {
  return spells.filter(({ beganAt, endedAt }) => beganAt < at && (endedAt === null || endedAt >= at));
}

/** The time of the spells that the window does not cut. */
function insideUs(
  spells: readonly Spell[],
  { start, end }: FlowStretch,
  timeBetween: TimeBetween,
): DurationUs {
  let total = 0;
  for (const { beganAt, endedAt } of spells) {
    if (beganAt >= start && endedAt !== null && endedAt < end) total += timeBetween(beganAt, endedAt);
  }
  return total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
