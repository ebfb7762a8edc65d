import type { Instant } from '../instant.ts';
import { allowanceOf, type Deadline, type SlaItem, type SlaTerms } from './deadline.ts';

export interface SlaState {
  deadline: Deadline;
  /** The flag of an open item; null while it is in time. */
  flag: 'breached' | 'atRisk' | null;
}

/**
 * The state of an open item (neither finished nor dropped): breached if the deadline has passed, at risk if at least
 * `atRiskShare` (0 to 1; null: never) of the time until the deadline has passed. Null without an SLA. Throws like
 * `deadlineOf`.
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
