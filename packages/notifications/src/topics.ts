/** The topics the triggers write, in one place: what each means and what its payload holds. */
export const topics = {
  'queue.slot_available': 'a departure or a raised limit left room in a limited queue; who waits upstream',
  'queue.overloaded':
    'a queue holds more items than its limit: limits are only observed, or one was lowered; who waits upstream',
  'person.overloaded': 'a person has more in progress than their limit: it is only observed, or was lowered',
  'report.weekly': 'the flow report of a stream is due; from and to, local dates, both included',
  'work_item.blocked': 'an item cannot go on; its reason',
  'work_item.unblocked': 'an item can go on; the reason it was blocked for, and since when',
  'work_item.dependencies_finished': 'the last of the items that an item waits for was finished',
  'work_item.dropped_as_stale':
    'an item waited in a backlog for too long; from where, since when, and who logged it as notify_email',
  'work_item.sla_at_risk': 'most of the time until the deadline of an open item has passed; the deadline',
  'work_item.sla_breached': 'the deadline of an open item has passed; the deadline',
} as const;

/** What fan-out and templates read of a payload. Further members are kept, shown by the fallback template and not judged. */
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
  /** Who did it: the person an application named, else the login. */
  readonly actor?: string;
  /** Why an item is or was blocked. */
  readonly reason?: string;
  /** An ISO instant in UTC. */
  readonly blocked_at?: string;
  /** The next items that could be pulled from upstream, in their order. */
  readonly waiting?: readonly string[];
  /** The queue they wait in. */
  readonly waiting_in?: string;
  /**
   * Until when an item must be finished, with what decided it: an ISO instant in UTC, or for a due date that is a day
   * `YYYY-MM-DD`, which lasts to its end in `time_zone`, that of the stream.
   */
  readonly deadline?: string;
  readonly time_zone?: string;
  readonly decided_by?: string;
  /** Who is to hear of it when no subscription says so. */
  readonly notify_email?: string;
  readonly [member: string]: unknown;
}

/** A payload nobody can be told about. The message is a sentence for the person who reads `last_error`. */
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
  'notify_email',
] as const;
const counts = ['wip_limit', 'current_wip', 'free_slots'] as const;

/**
 * Takes what `JSON` holds as the payload of an event; null members count as absent. Any topic may be written by hand, so
 * only the members that are read are judged. Throws InvalidPayload.
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

/** Whether a subscription's topic means this one: the same text, `*` for all, or `queue.*` for all that begin with `queue.` */
export function topicMatches(pattern: string, topic: string): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('.*') ? topic.startsWith(pattern.slice(0, -1)) : pattern === topic;
}
