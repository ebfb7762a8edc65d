import type { Instant } from '../instant.ts';
import { allowanceOf, type Deadline, type SlaItem, type SlaTerms } from './deadline.ts';

export interface SlaState {
  deadline: Deadline;
  /** What is to be said about an item that is still open; null while all is well. */
  flag: 'breached' | 'atRisk' | null;
}

/**
 * How an open item (neither finished nor dropped) stands to its deadline: breached when that has passed, at risk when at
 * least `atRiskShare` (0 to 1; null: never) of the time allowed for it has. Null when it has no SLA.
 * Throws as `deadlineOf` does.
 */
export function slaStateOf(
  item: SlaItem,
  terms: SlaTerms,
  atRiskShare: number | null,
  now: Instant,
): SlaState | null {
  const allowance = allowanceOf(item, terms);
  if (allowance === null) return null;
  const { deadline } = allowance;
  // As for a finished item: at the deadline it is still in time.
  if (now > deadline.at) return { deadline, flag: 'breached' };
  const isAtRisk = atRiskShare !== null && now >= allowance.usedUpAt(atRiskShare);
  return { deadline, flag: isAtRisk ? 'atRisk' : null };
}
