import type { WorkingCalendar } from '../calendar/working-calendar.ts';
import { addWorkingTime } from '../calendar/working-time.ts';
import type { DurationUs, Instant } from '../instant.ts';
import { dueDayOf, endOfDue } from './due.ts';

/** What a value stream promises for a class of service, a type, or both; without either for all other items. */
export interface SlaPolicy {
  classOfService: string | null;
  type: string | null;
  /** `lead` counts from entered, `cycle` from committed. */
  measure: 'lead' | 'cycle';
  /** `working`: the target is used up only in the working hours of the stream. */
  clock: 'elapsed' | 'working';
  targetUs: DurationUs;
}

/** All that a value stream promises. */
export interface SlaTerms {
  policies: readonly SlaPolicy[];
  calendar: WorkingCalendar;
}

export interface SlaItem {
  enteredAt: Instant;
  committedAt: Instant | null;
  /**
   * As stored: at 00:00:00.000000 it means that day (`dueDayOf`), else that instant; null without a due date; NaN if
   * the date does not exist, and then there is no SLA.
   */
  dueAt: Instant | null;
  classOfService: string | null;
  type: string | null;
}

export interface Deadline {
  /** The last instant at which it is in time. */
  at: Instant;
  by: 'dueDate' | 'policy';
  /** `YYYY-MM-DD`: the due date is this day in the zone of the stream, which `at` is the end of. */
  day?: string;
}

/** A deadline and the stretch that leads to it. */
export interface Allowance {
  deadline: Deadline;
  /** The first instant by which this share of the time allowed, from 0 to 1, has passed. */
  usedUpAt(share: number): Instant;
}

/**
 * The deadline of an item: its due date, else the target of the stream's policy for it; else null, and no SLA. A target
 * on cycle time sets no deadline before the item is committed. Throws NoWorkingTime for a target that the working hours
 * never reach.
 */
export function deadlineOf(item: SlaItem, terms: SlaTerms): Deadline | null {
  return allowanceOf(item, terms)?.deadline ?? null;
}

/** The same, with how the time until then is counted: from entered to a due date, else by the policy's own clock. */
export function allowanceOf(item: SlaItem, { policies, calendar }: SlaTerms): Allowance | null {
  const { dueAt, enteredAt } = item;
  // The intended day is unknown, and the policy was not intended.
  if (dueAt !== null && Number.isNaN(dueAt)) return null;
  if (dueAt !== null) {
    const day = dueDayOf(dueAt);
    const at = endOfDue(dueAt, calendar.timeZone);
    return {
      deadline: { at, by: 'dueDate', ...(day === null ? {} : { day }) },
      usedUpAt: (share) => enteredAt + Math.ceil((at - enteredAt) * share),
    };
  }
  const policy = policyFor(item, policies);
  const clockStart = policy?.measure === 'cycle' ? item.committedAt : enteredAt;
  if (!policy || clockStart === null) return null;
  const after = (durationUs: DurationUs) =>
    policy.clock === 'working' ? addWorkingTime(clockStart, durationUs, calendar) : clockStart + durationUs;
  return {
    deadline: { at: after(policy.targetUs), by: 'policy' },
    usedUpAt: (share) => after(Math.ceil(policy.targetUs * share)),
  };
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

export function specificity(policy: Pick<SlaPolicy, 'classOfService' | 'type'>): number {
  return (policy.classOfService === null ? 0 : 2) + (policy.type === null ? 0 : 1);
}
