import { type Interval, isComplete } from '../calendar/intervals.ts';
import { roundedProbability } from '../forecast/probability.ts';
import type { DurationUs, Instant } from '../instant.ts';
import { countDistribution, probabilityExhausted } from './breach-forecast.ts';
import { burnRate, type ErrorBudget, errorBudget } from './budget.ts';
import { BURN_RULES, type BurnAlert, EXHAUSTED_SHORT_US, isBurning, isExhausted } from './burn-alerts.ts';
import type { Decision } from './decision.ts';
import { DecisionLog } from './decision-counts.ts';
import { type ChangesWith, firingSince } from './firing-since.ts';
import { rollingDays, rollingDaysEnd } from './rolling-window.ts';

export interface BudgetTerms {
  /** 0 to 1. */
  objective: number;
  windowDays: number;
  timeZone: string;
  at: Instant;
}

export interface BudgetPoint {
  label: string;
  isComplete: boolean;
  /** In the interval. */
  decided: number;
  misses: number;
  burnRate: number | null;
  /** Of the budget of the window that ends with the interval. */
  leftShare: number | null;
}

/** An open item with a deadline that has not passed. */
export interface OpenPromise {
  deadlineAt: Instant;
  /** Null: too few finished items to tell. */
  missProbability: number | null;
}

export interface SlaBudget {
  /** Of the window that ends at `at`. */
  budget: ErrorBudget;
  series: BudgetPoint[];
  alerts: BurnAlert[];
  /** Σ of the open items' probabilities. */
  expectedMisses: number;
  /** P(so many of them are missed), from 0 on. */
  missDistribution: number[];
  probabilityExhausted: number | null;
}

/** How many more promises may be broken, how fast they are, and whether open ones will use up the rest. */
export function slaBudget(
  decisions: readonly Decision[],
  open: readonly OpenPromise[],
  intervals: readonly Interval[],
  { objective, windowDays, timeZone, at }: BudgetTerms,
): SlaBudget {
  const log = new DecisionLog(decisions);
  const windowStart = rollingDays(windowDays, timeZone);
  const budget = errorBudget(log.within(windowStart(at), at), objective);
  const until = rollingDaysEnd(windowDays, timeZone)(at);
  const soon = open.filter(({ deadlineAt }) => deadlineAt < until);
  const known = soon.map(({ missProbability }) => missProbability).filter((p) => p !== null);
  const distribution = countDistribution(known);
  return {
    budget,
    series: intervals
      .filter(({ start }) => start < at)
      .map((interval) => {
        const end = Math.min(interval.end, at);
        const counts = log.within(interval.start, end);
        const { leftShare } = errorBudget(log.within(windowStart(end), end), objective);
        const rate = burnRate(counts, objective);
        return {
          label: interval.label,
          isComplete: isComplete(interval, at),
          ...counts,
          burnRate: rate,
          leftShare,
        };
      }),
    alerts: alertsOf(log, { objective, windowDays, timeZone, at }),
    expectedMisses: known.reduce((sum, p) => sum + p, 0),
    missDistribution: [
      ...new Array<number>(distribution.least).fill(0),
      ...distribution.probabilities.map(roundedProbability),
    ],
    probabilityExhausted:
      soon.length > 0 && known.length === 0
        ? null
        : roundedProbability(probabilityExhausted(budget, distribution, known.length, objective)),
  };
}

function alertsOf(log: DecisionLog, { objective, windowDays, timeZone, at }: BudgetTerms): BurnAlert[] {
  const burning = BURN_RULES.map((rule): BurnAlert => {
    const rateOf = (us: number) => burnRate(log.within(at - us, at), objective);
    return {
      alert: rule.alert,
      long: log.within(at - rule.longUs, at),
      shortUs: rule.shortUs,
      longBurnRate: rateOf(rule.longUs),
      shortBurnRate: rateOf(rule.shortUs),
      ...firing(log, at, [leaving(rule.longUs, at), leaving(rule.shortUs, at)], (instant) =>
        isBurning(log, rule, objective, instant),
      ),
    };
  });
  const windowStart = rollingDays(windowDays, timeZone);
  const windowEnd = rollingDaysEnd(windowDays, timeZone);
  const window = log.within(windowStart(at), at);
  const exhausted: BurnAlert = {
    alert: 'exhausted',
    long: window,
    shortUs: EXHAUSTED_SHORT_US,
    longBurnRate: burnRate(window, objective),
    shortBurnRate: null,
    ...firing(log, at, [{ changeAt: windowEnd, before: windowStart(at) }], (instant) =>
      isExhausted(log, windowStart, objective, instant),
    ),
  };
  return [...burning, exhausted];
}

/** A window of so much elapsed time that decisions leave. */
function leaving(windowUs: DurationUs, at: Instant): ChangesWith {
  return { changeAt: (decidedAt) => decidedAt + windowUs, before: at - windowUs };
}

/** `changes`: beside those that each decision makes when it is made. */
function firing(
  log: DecisionLog,
  at: Instant,
  changes: readonly ChangesWith[],
  holds: (instant: Instant) => boolean,
): Pick<BurnAlert, 'isFiring' | 'since'> {
  if (!holds(at)) return { isFiring: false, since: null };
  const made: ChangesWith = { changeAt: (decidedAt) => decidedAt, before: at };
  return { isFiring: true, since: firingSince(log, [made, ...changes], at, holds) };
}
