/** The topics that the triggers write, with what each means. */
export const topics = {
  'queue.slot_available':
    'a departure or a raised limit left room in a limited queue; names the next items upstream',
  'queue.overloaded':
    'a queue holds more items than its limit, because the limit is only observed or was lowered',
  'person.overloaded':
    'a person has more items in progress than the limit, because it is only observed or was lowered',
  'report.weekly': 'the flow report of a stream is due; names the first and the last day of its week',
  'sla.budget_burning': 'promises are broken faster than an objective allows',
  'sla.budget_exhausted': 'more promises were broken than an objective allows in its window',
  'work_item.blocked': 'an item is blocked; gives the reason',
  'work_item.unblocked': 'an item is no longer blocked; gives the reason and since when it was blocked',
  'work_item.dependencies_finished': 'the last item that an item waits for was finished',
  'work_item.dropped_as_stale':
    'an item waited too long in a backlog and was dropped; goes to the person who logged it',
  'work_item.ageing': 'an item in progress is older than most finished items were when they passed its stage',
  'work_item.sla_at_risk':
    'an open item will likely miss its deadline, or most of the time until then has passed; `state` says which',
  'work_item.sla_breached': 'the deadline of an open item has passed',
} as const;

/** The members of a payload that fan-out and templates read. Other members are kept unchecked; the fallback template shows them. */
export interface EventPayload {
  readonly value_stream?: string;
  readonly queue_name?: string;
  /** -1: unlimited. */
  readonly wip_limit?: number;
  readonly current_wip?: number;
  readonly free_slots?: number;
  /** The item that moved or changed; absent when a limit changed. */
  readonly reference?: string;
  readonly short_desc?: string;
  readonly assignee?: string;
  /** Who did it: the person that an application named, else the login. */
  readonly actor?: string;
  /** Why an item is or was blocked. */
  readonly reason?: string;
  /** An ISO instant in UTC. */
  readonly blocked_at?: string;
  /** The next items that could be pulled from upstream, in their order. */
  readonly waiting?: readonly string[];
  /** The queue in which they wait. */
  readonly waiting_in?: string;
  /**
   * The deadline: an ISO instant in UTC, or `YYYY-MM-DD` for a due date that is a whole day in `time_zone`, the zone of the
   * stream. `decided_by` names its source.
   */
  readonly deadline?: string;
  readonly time_zone?: string;
  readonly decided_by?: string;
  /** What the outlook of the item says: `atRisk`, `likelyLate` or `late`. */
  readonly state?: string;
  /** How old an item is, and how old finished items were at `percentile` when they passed its stage; milliseconds. */
  readonly age_ms?: number;
  readonly pace_ms?: number;
  readonly percentile?: number;
  /** The number of finished items that the pace is taken from. */
  readonly sample_size?: number;
  readonly is_blocked?: boolean;
  /** The recipient if no subscription matches. */
  readonly notify_email?: string;
  readonly [member: string]: unknown;
}

/** A payload that cannot become a message. The error's text is for people who read `last_error`. */
export class InvalidPayload extends Error {}

const texts = [
  'value_stream',
  'queue_name',
  'reference',
  'short_desc',
  'assignee',
  'actor',
  'reason',
  'blocked_at',
  'waiting_in',
  'deadline',
  'time_zone',
  'decided_by',
  'state',
  'notify_email',
] as const;
const counts = [
  'wip_limit',
  'current_wip',
  'free_slots',
  'age_ms',
  'pace_ms',
  'percentile',
  'sample_size',
] as const;

/**
 * Reads parsed JSON as the payload of an event; members that are null count as absent. People may write their own topics, so
 * only the members that we read are checked. Throws InvalidPayload.
 */
export function parsePayload(json: unknown): EventPayload {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new InvalidPayload('The payload must be a JSON object.');
  }
  const payload = Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
  for (const name of texts) {
    const value = payload[name];
    if (value !== undefined && typeof value !== 'string') {
      throw new InvalidPayload(`The payload's ${name} must be a text, not ${JSON.stringify(value)}.`);
    }
  }
  for (const name of counts) {
    const value = payload[name];
    if (value !== undefined && !Number.isSafeInteger(value)) {
      throw new InvalidPayload(`The payload's ${name} must be a whole number, not ${JSON.stringify(value)}.`);
    }
  }
  const { waiting } = payload;
  if (
    waiting !== undefined &&
    !(Array.isArray(waiting) && waiting.every((item) => typeof item === 'string'))
  ) {
    throw new InvalidPayload(
      `The payload's waiting must be a list of texts, not ${JSON.stringify(waiting)}.`,
    );
  }
  return payload;
}

/** Whether the topic of a subscription matches: the same text, `*` for all, `queue.*` for all that begin with `queue.` */
export function topicMatches(pattern: string, topic: string): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('.*') ? topic.startsWith(pattern.slice(0, -1)) : pattern === topic;
}
