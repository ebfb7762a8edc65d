import type { EventPayload } from '@kanban/notifications';
import { type Listener, listenersOf, type People, type Routing } from './routing.ts';

export interface ReadableEvent {
  readonly id: number;
  readonly topic: string;
  readonly payload: EventPayload;
}

/** Those of an event's list that are still to be told. */
export interface Rest {
  readonly eventId: number;
  readonly listeners: readonly Listener[];
  /** Somebody was told of the event in an earlier part. */
  readonly isHeard: boolean;
}

interface Told {
  readonly event: ReadableEvent;
  readonly listeners: readonly Listener[];
  /** Somebody was told of it in an earlier part. */
  readonly isHeard: boolean;
}

/** What goes into one transaction. */
export interface Part {
  readonly told: readonly Told[];
  /** Events whose lists end with it. */
  readonly done: readonly ReadableEvent[];
  readonly rest: Rest | undefined;
}

/**
 * Takes events in their order, and of the last one as many listeners as there is room for. The rest of a list is kept as it was
 * when its event was reached, so who subscribes meanwhile hears of the next event. A list that is begun without a rest may have
 * been told in part by who died since: `withoutTold` leaves those out.
 */
export async function takePart(
  events: readonly ReadableEvent[],
  {
    routing,
    people,
    room,
    ...known
  }: { routing: Routing; people: People; rest: Rest | undefined; room: number },
  withoutTold: (eventId: number, listeners: readonly Listener[]) => Promise<Listener[]>,
): Promise<Part> {
  const told: Told[] = [];
  const done: ReadableEvent[] = [];
  let left = room;
  for (const event of events) {
    if (left <= 0) break;
    const { id, topic, payload } = event;
    const rest = known.rest?.eventId === id ? known.rest : undefined;
    let listeners = rest?.listeners ?? listenersOf(topic, payload, routing, people);
    let isHeard = rest?.isHeard ?? false;
    if (rest === undefined && listeners.length > room) {
      const untold = await withoutTold(id, listeners);
      isHeard = untold.length < listeners.length;
      listeners = untold;
    }
    told.push({ event, listeners: listeners.slice(0, left), isHeard });
    if (listeners.length > left)
      return { told, done, rest: { eventId: id, listeners: listeners.slice(left), isHeard } };
    left -= listeners.length;
    done.push(event);
  }
  return { told, done, rest: undefined };
}
