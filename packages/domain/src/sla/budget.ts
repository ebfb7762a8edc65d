import { wilsonInterval } from '../wilson.ts';
import type { DecisionCounts } from './decision-counts.ts';

export interface ErrorBudget extends DecisionCounts {
  hits: number;
  /** Null when nothing was decided, as is its interval (Wilson, 95 %). */
  hitRate: number | null;
  hitInterval: [lower: number, upper: number] | null;
  /** By the interval: `yes` at or above the objective, `no` wholly below it. */
  meetsTarget: 'yes' | 'no' | 'unknown';
  /** The misses that the objective allows for these decisions, and how many are left; negative if overspent. */
  allowed: number;
  left: number;
  /** Null when nothing is allowed. */
  leftShare: number | null;
  /** Misses, in whole numbers, that may still happen among these decisions. */
  missesLeft: number;
  /** The rate of misses, as a multiple of the rate that the objective allows; null if nothing was decided or nothing is allowed. */
  burnRate: number | null;
}

/** The tolerance for rounding errors. */
export const TINY = 1e-9;

/** The error budget of a window, as in B. Beyer et al., The Site Reliability Workbook (2018). `objective`: 0 to 1. */
export function errorBudget({ decided, misses }: DecisionCounts, objective: number): ErrorBudget {
  const hits = decided - misses;
  const hitInterval = wilsonInterval(hits, decided);
  const allowed = decided - objective * decided;
  const left = allowed - misses;
  return {
    decided,
    misses,
    hits,
    hitRate: decided === 0 ? null : hits / decided,
    hitInterval,
    meetsTarget: judge(hitInterval, objective),
    allowed,
    left,
    leftShare: allowed === 0 ? null : 1 - misses / allowed,
    missesLeft: Math.floor(left + TINY),
    burnRate: burnRate({ decided, misses }, objective),
  };
}

export function burnRate({ decided, misses }: DecisionCounts, objective: number): number | null {
  const allowed = decided - objective * decided;
  return allowed === 0 ? null : misses / allowed;
}

function judge(
  interval: [lower: number, upper: number] | null,
  objective: number,
): ErrorBudget['meetsTarget'] {
  if (interval === null) return 'unknown';
  if (interval[0] >= objective) return 'yes';
  return interval[1] < objective ? 'no' : 'unknown';
}
