import { largest } from '../extremes.ts';
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
  /** The facts in a sentence. */
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
    says: `${arrivals} begun, ${departures} ended.`,
  };
}

function allFinish(facts: WindowFacts, tolerance: number): Checked {
  const { window, dropped, olderThanCycleTime95: older } = facts;
  const droppedShare = window.departures === 0 ? null : dropped / window.departures;
  const olderShare = window.wipEnd === 0 || older === null ? null : older / window.wipEnd;
  const shares = [droppedShare, olderShare].filter((share) => share !== null);
  const value = shares.length === 0 ? null : largest(shares);
  const ofOpen =
    older === null
      ? 'nothing was finished that open items could be compared with'
      : `${older} of ${count(window.wipEnd, 'open item')} older than 95 of 100 finished ones were`;
  return {
    check: 'allFinish',
    value,
    holds: within(value, tolerance),
    says: `${dropped} of ${window.departures} that ended were dropped; ${ofOpen}.`,
  };
}

function wipSame({ window: { wipStart, wipEnd, averageWip } }: WindowFacts, tolerance: number): Checked {
  const difference = wipEnd - wipStart;
  const value = averageWip ? difference / averageWip : null;
  return {
    check: 'wipSame',
    value,
    holds: Math.abs(difference) <= ONE_ITEM ? true : within(value, tolerance),
    says: `${wipStart} in progress at the beginning, ${wipEnd} at the end.`,
  };
}

function ageSteady({ window }: WindowFacts, tolerance: number): Checked {
  const { averageAgeStartUs: start, averageAgeEndUs: end } = window;
  const value = start && end !== null ? end / start - 1 : null;
  return {
    check: 'ageSteady',
    value,
    holds: within(value, tolerance),
    says:
      value === null
        ? 'There was no age at the start or the end of the window to compare.'
        : `The average age of what is in progress ${changeWords(value)}.`,
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

/** `rose by 12 %`, `fell by 25 %`, `stayed the same` */
function changeWords(share: number): string {
  const percent = Math.round(100 * Math.abs(share));
  if (percent === 0) return 'stayed the same';
  return `${share < 0 ? 'fell' : 'rose'} by ${percent} %`;
}

function within(value: number | null, tolerance: number): boolean | null {
  return value === null ? null : Math.abs(value) <= tolerance;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
