import { LEAST_ITEMS } from '../comparison/figure-change.ts';
import { largest, smallest } from '../extremes.ts';
import type { WindowFacts } from './littles-window.ts';

/** The conditions under which averages of one window say something about another. */
export type StabilityCheckName = 'ratesEqual' | 'allFinish' | 'wipSame' | 'ageSteady' | 'sameUnits';

export interface StabilityCheck {
  check: StabilityCheckName;
  /** Relative to 0; null where nothing can be compared. */
  value: number | null;
  threshold: number;
  /** Null: unknown. */
  holds: boolean | null;
  /** The facts in a sentence, with what they are measured by. */
  says: string;
}

/** A smaller value is never a difference. */
const ONE_ITEM = 1;

/** The five assumptions of Little's law for averages. None of them, and no sum of them, means "stable". */
export function stabilityChecks(facts: WindowFacts, tolerance: number): StabilityCheck[] {
  const checks = [ratesEqual, allFinish, wipSame, ageSteady, sameUnits];
  return checks.map((check) => ({ threshold: tolerance, ...check(facts, tolerance) }));
}

type Checked = Omit<StabilityCheck, 'threshold'>;

function ratesEqual({ window: { arrivals, departures } }: WindowFacts, tolerance: number): Checked {
  const difference = arrivals - departures;
  const value = departures === 0 ? null : difference / departures;
  return {
    check: 'ratesEqual',
    value,
    holds: Math.abs(difference) <= ONE_ITEM || within(value, tolerance) === true,
    says: told(
      `${arrivals} begun, ${departures} ended`,
      countWords(difference, value, 'what ended', tolerance),
      Math.min(arrivals, departures),
    ),
  };
}

function allFinish(facts: WindowFacts, tolerance: number): Checked {
  const { window, dropped, olderThanCycleTime95: older } = facts;
  const droppedShare = window.departures === 0 ? null : dropped / window.departures;
  const olderShare = window.wipEnd === 0 || older === null ? null : older / window.wipEnd;
  const shares = [droppedShare, olderShare].filter((share) => share !== null);
  const value = shares.length === 0 ? null : largest(shares);
  const percent = (share: number | null) => (share === null ? '' : ` (${percentWords(share, tolerance)})`);
  const ofOpen =
    older === null
      ? 'nothing was finished that open items could be compared with'
      : `${older} of ${count(window.wipEnd, 'open item')} older than 95 of 100 finished ones were${percent(olderShare)}`;
  const sizes = [
    ...(droppedShare === null ? [] : [window.departures]),
    ...(olderShare === null ? [] : [window.wipEnd]),
  ];
  return {
    check: 'allFinish',
    value,
    holds: within(value, tolerance),
    says: told(
      `${dropped} of ${window.departures} that ended were dropped${percent(droppedShare)}; ${ofOpen}`,
      value === null ? null : `${allowed(value, tolerance)} for each`,
      smallest(sizes, LEAST_ITEMS),
    ),
  };
}

function wipSame(
  { window: { wipStart, wipEnd, averageWip, items } }: WindowFacts,
  tolerance: number,
): Checked {
  const difference = wipEnd - wipStart;
  const value = averageWip ? difference / averageWip : null;
  return {
    check: 'wipSame',
    value,
    holds: Math.abs(difference) <= ONE_ITEM ? true : within(value, tolerance),
    says: told(
      `${wipStart} in progress at the beginning, ${wipEnd} at the end`,
      countWords(difference, value, 'the average in progress', tolerance),
      items,
    ),
  };
}

function ageSteady({ window }: WindowFacts, tolerance: number): Checked {
  const { averageAgeStartUs: start, averageAgeEndUs: end, wipStart, wipEnd } = window;
  const value = start && end !== null ? end / start - 1 : null;
  return {
    check: 'ageSteady',
    value,
    holds: within(value, tolerance),
    says:
      value === null
        ? 'There was no age at the start or the end of the window to compare.'
        : told(
            `The average age of what is in progress ${changeWords(value, tolerance)}`,
            null,
            Math.min(wipStart, wipEnd),
          ),
  };
}

function sameUnits(): Checked {
  return {
    check: 'sameUnits',
    value: 0,
    holds: true,
    says: 'All figures count the same items by the same clock.',
  };
}

/** The facts, how they were measured, and whether so few items say anything. */
function told(facts: string, measure: string | null, items: number): string {
  const few = items < LEAST_ITEMS ? ' Too few items to judge.' : '';
  return `${facts}${measure === null ? '' : `: ${measure}`}.${few}`;
}

/** `2 more, 12 % of the average in progress: beyond the 10 % allowed`; `1 less: one item is no difference` */
function countWords(difference: number, value: number | null, of: string, tolerance: number): string {
  if (difference === 0) return 'no difference';
  const size = `${Math.abs(difference)} ${difference > 0 ? 'more' : 'less'}`;
  if (Math.abs(difference) <= ONE_ITEM) return `${size}, and one item is no difference`;
  if (value === null) return `${size}, with nothing to measure that by`;
  return `${size}, ${percentWords(value, tolerance)} of ${of}, ${allowed(value, tolerance)}`;
}

/** `rose by 12 %, beyond the 10 % allowed`, `stayed the same` */
function changeWords(share: number, tolerance: number): string {
  if (share === 0) return 'stayed the same';
  const percent = percentWords(share, tolerance);
  return `${share < 0 ? 'fell' : 'rose'} by ${percent}, ${allowed(share, tolerance)}`;
}

function allowed(value: number, tolerance: number): string {
  return `${within(value, tolerance) ? 'within' : 'beyond'} the ${asPercent(tolerance)} allowed`;
}

/** `12 %`; never rounded to the other side of the tolerance. */
function percentWords(share: number, tolerance: number): string {
  const size = Math.abs(share);
  const percent = Math.round(100 * size);
  if (size > 0 && percent === 0) return 'under 1 %';
  if (percent / 100 > tolerance === size > tolerance) return `${percent} %`;
  return size > tolerance ? `a little over ${asPercent(tolerance)}` : asPercent(size);
}

function asPercent(share: number): string {
  return `${Number((100 * share).toFixed(4))} %`;
}

function within(value: number | null, tolerance: number): boolean | null {
  return value === null ? null : Math.abs(value) <= tolerance;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
