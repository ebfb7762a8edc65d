import type { Instant } from '@kanban/domain';
import type { HistoryItem } from '../history/history.ts';
import type { Demand } from './demand.ts';
import type { SampleQueue } from './sample-stream.ts';
import type { SimulatedHistory, SimulatedStep } from './simulated-history.ts';

/** An item on its way. `place` and `next` are queue names; `place` null: off the board. */
export interface Card {
  readonly index: number;
  readonly demand: Demand;
  place: string | null;
  /** Where it waits to go; null while it is being worked on, or done. */
  next: string | null;
  assignee: string | null;
}

/** The simulated board: it refuses moves over a WIP limit, and keeps every step. */
export interface Board {
  enter(demand: Demand, queue: string, at: Instant, actor: string): Card;
  /** Moves a card, or takes it off the board (`to` null). The caller has checked that there is room. */
  move(card: Card, to: string | null, at: Instant, actor: string, reason?: string): void;
  hasRoom(queue: string): boolean;
  /** From now on. A queue that holds more keeps them. */
  limit(queue: string, wipLimit: number): void;
  history(): SimulatedHistory;
}

export function createBoard(queues: readonly SampleQueue[], referencePrefix: string): Board {
  const limits = new Map(queues.map((queue) => [queue.name, queue.earlierLimit ?? queue.wipLimit]));
  const wip = new Map(queues.map((queue) => [queue.name, 0]));
  const cards: Card[] = [];
  const arrivals: Instant[] = [];
  const steps: SimulatedStep[] = [];

  function hasRoom(queue: string): boolean {
    const limit = limits.get(queue) ?? -1;
    return limit === -1 || (wip.get(queue) ?? 0) < limit;
  }

  function count(queue: string | null, change: number): void {
    if (queue !== null) wip.set(queue, (wip.get(queue) ?? 0) + change);
  }

  function record(card: Card, to: string | null, at: Instant, actor: string, reason: string | null): void {
    if (to !== null && !hasRoom(to)) throw new Error(`The simulation moved into ${to}, which is full.`);
    steps.push({ at, item: card.index, from: card.place, to, actor, reason });
    count(card.place, -1);
    count(to, 1);
    card.place = to;
    card.next = null;
  }

  function itemOf({ index, demand, assignee }: Card): HistoryItem {
    const { shortDesc, type, classOfService, priority, dateDue } = demand;
    const reference = `${referencePrefix}-${1001 + index}`;
    const dateLogged = arrivals[index] as Instant;
    return { reference, shortDesc, type, classOfService, priority, dateLogged, dateDue, assignee };
  }

  return {
    hasRoom,
    limit: (queue, wipLimit) => limits.set(queue, wipLimit),
    enter(demand, queue, at, actor) {
      const card: Card = { index: cards.length, demand, place: null, next: null, assignee: null };
      cards.push(card);
      arrivals.push(at);
      record(card, queue, at, actor, null);
      return card;
    },
    move: (card, to, at, actor, reason) => record(card, to, at, actor, reason ?? null),
    history: () => ({ items: cards.map(itemOf), steps }),
  };
}
