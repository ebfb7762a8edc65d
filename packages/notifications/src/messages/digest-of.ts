import type { BoardEvent } from './content.ts';

/** The events that a digest shows, and the sentence above them. */
export interface Digest {
  readonly events: readonly BoardEvent[];
  readonly introduction: string;
}

/** Topics that describe a state: a queue that filled and emptied all day is one line. */
const STATES = new Set(['queue.slot_available', 'queue.overloaded', 'person.overloaded']);

/**
 * The events of a digest in the order in which they happened. Of topics that describe a state, only the latest event of each
 * queue or person; the introduction says how many events there were.
 */
export function digestOf(events: readonly BoardEvent[]): Digest {
  const latest = new Map<string, BoardEvent>();
  for (const event of events) {
    const key = keyOf(event);
    // Moves the key to the end of the map, to the position of its latest event.
    latest.delete(key);
    latest.set(key, event);
  }
  const shown = [...latest.values()];
  const count = events.length === 1 ? 'One event' : `${events.length} events`;
  const since = `${count} since ${minuteOf(events[0])}.`;
  const left = events.length - shown.length;
  if (left === 0) return { events: shown, introduction: since };
  return {
    events: shown,
    introduction: `${since} For queues and people, only the latest state is shown.`,
  };
}

function keyOf({ eventId, topic, payload }: BoardEvent): string {
  if (!STATES.has(topic)) return String(eventId);
  const { value_stream: stream, queue_name: queue, assignee } = (payload ?? {}) as Record<string, unknown>;
  return JSON.stringify([topic, stream, queue, assignee]);
}

function minuteOf(event: BoardEvent | undefined): string {
  return `${event?.occurredAt.slice(0, 16).replace('T', ' ')} UTC`;
}
