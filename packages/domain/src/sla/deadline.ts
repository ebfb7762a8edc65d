import type { DurationUs, Instant } from '../instant.ts';

/** What a value stream promises to a class of service, to a type, to both, or, with neither, to everything else. */
export interface SlaPolicy {
  classOfService: string | null;
  type: string | null;
  /** `lead` counts from entered, `cycle` from committed. */
  measure: 'lead' | 'cycle';
  targetUs: DurationUs;
}

export interface SlaItem {
  enteredAt: Instant;
  committedAt: Instant | null;
  /** The last instant at which it is in time; null when nobody asked for a date. */
  dueAt: Instant | null;
  classOfService: string | null;
  type: string | null;
}

export interface Deadline {
  at: Instant;
  by: 'dueDate' | 'policy';
}

/**
 * Until when an item must be finished. Its due date, if it has one; else the target of the policy for it, of those of its
 * stream; else there is no SLA, and null. A target on cycle time sets no deadline until the item is committed.
 */
export function deadlineOf(item: SlaItem, policies: readonly SlaPolicy[]): Deadline | null {
  if (item.dueAt !== null) return { at: item.dueAt, by: 'dueDate' };
  const policy = policyFor(item, policies);
  const clockStart = policy?.measure === 'cycle' ? item.committedAt : item.enteredAt;
  return policy && clockStart !== null ? { at: clockStart + policy.targetUs, by: 'policy' } : null;
}

/** The most specific policy that applies: for class and type, then class, then type, then the stream's. */
export function policyFor(
  item: Pick<SlaItem, 'classOfService' | 'type'>,
  policies: readonly SlaPolicy[],
): SlaPolicy | undefined {
  return policies
    .filter((policy) => policy.classOfService === null || policy.classOfService === item.classOfService)
    .filter((policy) => policy.type === null || policy.type === item.type)
    .reduce<SlaPolicy | undefined>(
      (best, policy) => (best && specificity(best) >= specificity(policy) ? best : policy),
      undefined,
    );
}

function specificity(policy: SlaPolicy): number {
  return (policy.classOfService === null ? 0 : 2) + (policy.type === null ? 0 : 1);
}
