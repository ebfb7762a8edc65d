import type { FlowStretch } from '../flow/sweep-spells.ts';
import { DAY, type DurationUs, type Instant } from '../instant.ts';
import type { Spell } from '../spells.ts';
import type { TimeBetween } from '../time-between.ts';

/** Averages from the start of the window until an instant. */
export interface CoherencePoint {
  at: Instant;
  /** L. */
  averageWip: number | null;
  /** Arrivals in a day. */
  ratePerDay: number | null;
  /** w: time in the window for each arrival; null without any. */
  averageUs: DurationUs | null;
  /** W*: how long the spells lasted that were finished in the window; null without any. */
  meanCompletedUs: DurationUs | null;
  /** Null in the first 28 days, and if nothing can be compared. */
  isCoherent: boolean | null;
}

/** Before that an average has not settled. */
const FIRST_DAYS = 28 * DAY;

/**
 * Whether what the stream holds agrees with what leaves it: w with W*, and the rate of arrivals with that of all spells present,
 * each within `epsilon` of the second. One point at the end of each stretch. The convergence of sample paths of S. Stidham and
 * M. El-Taha, Sample-Path Analysis of Queueing Systems (1999).
 */
export function coherenceSeries(
  spells: readonly Spell[],
  stretches: readonly FlowStretch[],
  wipStart: number,
  timeBetween: TimeBetween,
  epsilon: number,
): CoherencePoint[] {
  const from = stretches[0]?.start ?? 0;
  const completed = spells
    .filter((spell): spell is Spell & { endedAt: Instant } => spell.outcome === 'finished')
    .filter(({ endedAt }) => endedAt >= from)
    .sort((a, b) => a.endedAt - b.endedAt || a.itemId - b.itemId);
  let [done, doneUs, itemUs, lengthUs, arrivals] = [0, 0, 0, 0, 0];
  return stretches.map((stretch) => {
    for (let next = completed[done]; next && next.endedAt < stretch.end; next = completed[done]) {
      doneUs += timeBetween(next.beganAt, next.endedAt);
      done += 1;
    }
    itemUs += stretch.itemUs;
    lengthUs += stretch.lengthUs;
    arrivals += stretch.arrivals;
    const averageUs = arrivals === 0 ? null : itemUs / arrivals;
    const meanCompletedUs = done === 0 ? null : doneUs / done;
    const errors = [
      relativeError(averageUs, meanCompletedUs),
      // Both have the same time, which cancels out.
      relativeError(arrivals, wipStart + arrivals),
    ];
    return {
      at: stretch.end,
      averageWip: lengthUs === 0 ? null : itemUs / lengthUs,
      ratePerDay: lengthUs === 0 ? null : arrivals / (lengthUs / DAY),
      averageUs,
      meanCompletedUs,
      isCoherent:
        stretch.end - from < FIRST_DAYS || errors.includes(null)
          ? null
          : errors.every((error) => (error as number) <= epsilon),
    };
  });
}

function relativeError(value: number | null, against: number | null): number | null {
  return value === null || !against ? null : Math.abs(value - against) / against;
}
