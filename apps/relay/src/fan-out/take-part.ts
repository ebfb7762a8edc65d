import type { EventPayload } from '@kanban/notifications';
import { type Listener, listenersOf, type People, type Routing } from './routing.ts';

export interface ReadableEvent {
  readonly id: number;
  readonly topic: string;
  readonly payload: EventPayload;
}

/** The recipients of an event's list that have no delivery yet. */
export interface Rest {
  readonly eventId: number;
  readonly listeners: readonly Listener[];
  /** An earlier part of the list had a recipient. */
  readonly hadRecipient: boolean;
}

interface Taken {
  readonly event: ReadableEvent;
  readonly listeners: readonly Listener[];
  /** An earlier part of the list had a recipient. */
  readonly hadRecipient: boolean;
}

/** The content of one transaction. */
export interface Part {
  readonly taken: readonly Taken[];
  /** Events whose lists are complete after it. */
  readonly done: readonly ReadableEvent[];
  readonly rest: Rest | undefined;
}

/**
 * Takes events in order, and of the last one as many recipients as fit. The rest of a list is kept in memory as it was
 * when its event was reached, so a later subscriber gets the next event. A list without a stored rest may have been
 * written in part by a relay that died: `leaveOutWritten` skips those recipients.
 */
export async function takePart(
  events: readonly ReadableEvent[],
  {
    routing,
    people,
    room,
    ...known
  }: { routing: Routing; people: People; rest: Rest | undefined; room: number },
  leaveOutWritten: (eventId: number, listeners: readonly Listener[]) => Promise<Listener[]>,
): Promise<Part> {
  const taken: Taken[] = [];
  const done: ReadableEvent[] = [];
  let left = room;
  for (const event of events) {
    if (left <= 0) break;
    const { id, topic, payload } = event;
    const rest = known.rest?.eventId === id ? known.rest : undefined;
    let listeners = rest?.listeners ?? listenersOf(topic, payload, routing, people);
    let hadRecipient = rest?.hadRecipient ?? false;
    if (rest === undefined && listeners.length > room) {
      const unwritten = await leaveOutWritten(id, listeners);
      hadRecipient = unwritten.length < listeners.length;
      listeners = unwritten;
    }
    taken.push({ event, listeners: listeners.slice(0, left), hadRecipient });
    if (listeners.length > left)
      return { taken, done, rest: { eventId: id, listeners: listeners.slice(left), hadRecipient } };
    left -= listeners.length;
    done.push(event);
  }
  return { taken, done, rest: undefined };
}
