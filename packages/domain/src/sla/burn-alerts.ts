import { DAY, type DurationUs, type Instant } from '../instant.ts';
import { binomialTail } from './binomial-tail.ts';
import { TINY } from './budget.ts';
import type { DecisionCounts, DecisionLog } from './decision-counts.ts';
import type { WindowStart } from './rolling-window.ts';

export interface BurnRule {
  alert: 'fast' | 'slow';
  longUs: DurationUs;
  shortUs: DurationUs;
  /** Both windows must burn faster than this. */
  rate: number;
}

/**
 * Two windows that both burn, as in The Site Reliability Workbook, but slower: a stream decides some items a day, while
 * services answer thousands of requests.
 */
export const BURN_RULES: readonly BurnRule[] = [
  { alert: 'fast', longUs: 3 * DAY, shortUs: DAY, rate: 3 },
  { alert: 'slow', longUs: 10 * DAY, shortUs: 3 * DAY, rate: 1.5 },
];

export interface BurnAlert {
  alert: BurnRule['alert'] | 'exhausted';
  /** What the long window counts. */
  long: DecisionCounts;
  /** An alert that was told of is told of again only after it was false for so long: its short window. */
  shortUs: DurationUs;
  longBurnRate: number | null;
  /** Null for `exhausted`, which has one window. */
  shortBurnRate: number | null;
  isFiring: boolean;
  /** Since when without a break; null while it does not fire. */
  since: Instant | null;
}

/** `exhausted` has one window; it is told of again as `fast` is. */
export const EXHAUSTED_SHORT_US = DAY;

const LEAST_MISSES = 2;
const UNLIKELY = 0.05;

/** Enough misses, and more than chance would give if the objective were met. */
function isEvident({ decided, misses }: DecisionCounts, objective: number): boolean {
  return misses >= LEAST_MISSES && binomialTail(misses, decided, 1 - objective) <= UNLIKELY;
}

export function isBurning(log: DecisionLog, rule: BurnRule, objective: number, at: Instant): boolean {
  const long = log.within(at - rule.longUs, at);
  const short = log.within(at - rule.shortUs, at);
  return (
    short.misses >= 1 &&
    isFaster(short, objective, rule.rate) &&
    isFaster(long, objective, rule.rate) &&
    isEvident(long, objective)
  );
}

/** More misses than the objective allows in the window, and evidently so. */
export function isExhausted(
  log: DecisionLog,
  windowStart: WindowStart,
  objective: number,
  at: Instant,
): boolean {
  const counts = log.within(windowStart(at), at);
  return isFaster(counts, objective, 1) && isEvident(counts, objective);
}

function isFaster({ decided, misses }: DecisionCounts, objective: number, rate: number): boolean {
  return misses > rate * (decided - objective * decided) + TINY;
}
