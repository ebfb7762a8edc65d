import type { ThroughputAnswer } from '@kanban/api';

const DAY = 86_400_000;

/** The units of time that a rate can have, in ms. A month is a twelfth of the Gregorian year's 365.2425 days. */
const LENGTHS = { hour: DAY / 24, day: DAY, week: 7 * DAY, month: (365.2425 / 12) * DAY } as const;
export type RateUnit = keyof typeof LENGTHS;

/**
 * Items finished in the range ÷ the part of the range that was over when it was answered, times the length of the unit.
 * Weeks that the range cuts, and the one that is not over, count with the time that they really have: every figure of
 * the page about finished items comes from here. Null if nothing of the range is over.
 */
export function finishedPer(unit: RateUnit, answer: ThroughputAnswer): number | null {
  const elapsedMs = elapsedOf(answer);
  return elapsedMs > 0 ? (answer.total / elapsedMs) * LENGTHS[unit] : null;
}

/** Whether at least one whole unit of the range is over: less is no average to compare bars with. */
export function hasElapsed(unit: RateUnit, answer: ThroughputAnswer): boolean {
  return elapsedOf(answer) >= LENGTHS[unit];
}

/** How much of a range that is not over has passed, in ms; null: it is over, or has not begun. */
export function passedSoFar(answer: ThroughputAnswer): number | null {
  const elapsedMs = elapsedOf(answer);
  return elapsedMs > 0 && endOf(answer) < Date.parse(answer.to) ? elapsedMs : null;
}

function elapsedOf(answer: ThroughputAnswer): number {
  return endOf(answer) - Date.parse(answer.from);
}

/** An answer of the same bytes may be old: what is over goes by when it was asked, or by the instant it was asked about. */
function endOf({ to, answeredAtMs, parameters: { asOf = null } }: ThroughputAnswer): number {
  return Math.min(Date.parse(to), asOf === null ? answeredAtMs : Date.parse(asOf));
}
