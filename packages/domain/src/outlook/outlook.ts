import { addWorkingTime, NoWorkingTime } from '../calendar/working-time.ts';
import type { DurationUs, Instant } from '../instant.ts';
import { countAtOrUnder, percentile } from '../percentiles.ts';
import type { Queue, Visit } from '../queue.ts';
import {
  type Allowance,
  allowanceOf,
  type Deadline,
  policyFor,
  type SlaItem,
  type SlaTerms,
} from '../sla/deadline.ts';
import { elapsedBetween, type TimeBetween, workingBetween } from '../time-between.ts';
import { missProbability } from './miss-probability.ts';
import { type FinishedSample, type RemainingTimes, readReached, remainingTimes } from './remaining-time.ts';

/** An item that is neither finished nor dropped. */
export interface OutlookItem extends SlaItem {
  queueId: number;
  /** All of them, in order. */
  visits: readonly Visit[];
}

/** The first that holds, worst first. */
export type OutlookState = 'late' | 'likelyLate' | 'atRisk' | 'onTrack' | 'noDeadline';

export interface ItemOutlook {
  state: OutlookState;
  deadline: Deadline | null;
  /** The working hours of the stream never reach its target, so it has no deadline. */
  reason: 'noWorkingTime' | null;
  /** When 50 % and 85 % of such items were finished; null with too few items, or if none took as long. */
  expected50: Instant | null;
  expected85: Instant | null;
  expectedReason: 'tooFewItems' | 'beyondHistory' | 'noWorkingTime' | null;
  /** Of missing its deadline, 0 to 1; null without a deadline, or with too few finished items. */
  missProbability: number | null;
  isBeyondHistory: boolean;
}

export interface OutlookTerms {
  queues: readonly Queue[];
  terms: SlaTerms;
  /** Finished in the 90 complete local days before the date of `at`. */
  finished: readonly FinishedSample[];
  at: Instant;
  /** `sla_at_risk_percent` as a share, 0 to 1; null: off. */
  atRiskShare: number | null;
  /** Default 10. */
  minimumSample: number;
}

const LIKELY = 0.5;

interface Pacing {
  between: TimeBetween;
  after: (start: Instant, durationUs: DurationUs) => Instant;
  times: RemainingTimes;
}

/**
 * The outlook of open items at one instant, computed by one function for all callers: how long finished items took from
 * the queue where the item is, among those that took longer than it has already. On the clock of its policy; elapsed
 * time if it has a due date or no policy.
 */
export function readOutlook(context: OutlookTerms): (item: OutlookItem) => ItemOutlook {
  const { queues, terms, finished, at, atRiskShare, minimumSample } = context;
  const reachedOf = readReached(queues);
  const pacings = new Map<'elapsed' | 'working', Pacing>();
  const pacingOf = (clock: 'elapsed' | 'working'): Pacing => {
    const known = pacings.get(clock);
    if (known) return known;
    const isWorking = clock === 'working';
    const between = isWorking ? workingBetween(terms.calendar) : elapsedBetween;
    const pacing: Pacing = {
      between,
      after: (start, us) => (isWorking ? addWorkingTime(start, us, terms.calendar) : start + us),
      times: remainingTimes(finished, queues, between, minimumSample),
    };
    pacings.set(clock, pacing);
    return pacing;
  };
  return (item) => {
    const { between, after, times } = pacingOf(clockOf(item, terms));
    const place = queues.findIndex(({ id }) => id === item.queueId);
    const reachedAt = Math.min(reachedOf(item.visits)[place] ?? at, at);
    const age = between(reachedAt, at);
    const sample = times.sampleFor(item.queueId, item.classOfService);
    const { allowance, reason } = allowanceOrReason(item, terms);
    const deadline = allowance?.deadline ?? null;
    const isLate = deadline !== null && at > deadline.at;
    const miss =
      deadline === null || (sample === null && !isLate)
        ? { missProbability: null, isBeyondHistory: false }
        : isLate
          ? { missProbability: 1, isBeyondHistory: false }
          : missProbability(sample as Float64Array, age, between(reachedAt, deadline.at), minimumSample);
    return {
      state: stateOf(allowance, miss.missProbability, at, atRiskShare),
      deadline,
      reason,
      ...expectedFrom(sample, age, (us) => after(at, us)),
      ...miss,
    };
  };
}

function stateOf(
  allowance: Allowance | null,
  probability: number | null,
  at: Instant,
  atRiskShare: number | null,
): OutlookState {
  if (allowance === null) return 'noDeadline';
  if (at > allowance.deadline.at) return 'late';
  if (probability !== null && probability >= LIKELY) return 'likelyLate';
  return atRiskShare !== null && at >= allowance.usedUpAt(atRiskShare) ? 'atRisk' : 'onTrack';
}

function expectedFrom(
  sample: Float64Array | null,
  age: DurationUs,
  after: (us: DurationUs) => Instant,
): Pick<ItemOutlook, 'expected50' | 'expected85' | 'expectedReason'> {
  const kept = sample?.subarray(countAtOrUnder(sample, age));
  if (!kept || kept.length === 0) {
    return { expected50: null, expected85: null, expectedReason: kept ? 'beyondHistory' : 'tooFewItems' };
  }
  const expected = (p: number) => after((percentile(kept, p) as number) - age);
  try {
    return { expected50: expected(50), expected85: expected(85), expectedReason: null };
  } catch (error) {
    if (!(error instanceof NoWorkingTime)) throw error;
    return { expected50: null, expected85: null, expectedReason: 'noWorkingTime' };
  }
}

function clockOf(item: OutlookItem, { policies }: SlaTerms): 'elapsed' | 'working' {
  return item.dueAt === null ? (policyFor(item, policies)?.clock ?? 'elapsed') : 'elapsed';
}

function allowanceOrReason(
  item: OutlookItem,
  terms: SlaTerms,
): { allowance: Allowance | null; reason: ItemOutlook['reason'] } {
  try {
    return { allowance: allowanceOf(item, terms), reason: null };
  } catch (error) {
    if (!(error instanceof NoWorkingTime)) throw error;
    return { allowance: null, reason: 'noWorkingTime' };
  }
}
