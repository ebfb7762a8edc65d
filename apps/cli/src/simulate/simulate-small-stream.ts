import type { Instant } from '@kanban/domain';
import { type Card, createBoard } from './board.ts';
import { createDemand } from './demand.ts';
import { PriorityQueue } from './priority-queue.ts';
import { createRandom } from './random.ts';
import type { SimulationPlan } from './simulate-history.ts';
import type { SimulatedHistory } from './simulated-history.ts';
import { afterWork, workMinutesADay, workMinutesAWeek } from './work-calendar.ts';

type Happening =
  | { readonly what: 'arrival' }
  | { readonly what: 'pull'; readonly queue: string }
  | { readonly what: 'ready' | 'drop'; readonly card: Card };

const team = ['Ines', 'Jonas'] as const;

/**
 * The history of a stream that goes from queue to queue, first come first served, within its limits: a few items are dropped from
 * the first queue, and a few come back from a delivered one. Where a completed queue follows, delivered items go there some days
 * later. The same plan gives the same history.
 */
export function simulateSmallStream(plan: SimulationPlan): SimulatedHistory {
  const flow = plan.queues.filter(({ kind }) => kind !== 'dropped');
  const dropped = plan.queues.find(({ kind }) => kind === 'dropped')?.name ?? null;
  const random = createRandom(plan.seed, plan.referencePrefix);
  const board = createBoard(plan.queues, plan.referencePrefix);
  const waiting = new Map(flow.map(({ name }) => [name, [] as Card[]]));
  const agenda = new PriorityQueue<Happening>();
  const mover = (card: Card) => card.assignee ?? random.pick(team);
  const soon = (at: Instant) => afterWork(at, random.logNormal(25, 0.8));
  const [first, second] = flow as [(typeof flow)[number], (typeof flow)[number]];

  function arrive(at: Instant): void {
    const card = board.enter(createDemand(at, random), first.name, at, random.pick(team));
    if (random.chance(0.06)) agenda.push(soon(at), { what: 'drop', card });
    else want(card, second.name, at);
    agenda.push(afterWork(at, random.exponential(workMinutesAWeek / plan.itemsPerWeek)), { what: 'arrival' });
  }

  function want(card: Card, queue: string, at: Instant): void {
    card.next = queue;
    waiting.get(queue)?.push(card);
    agenda.push(soon(at), { what: 'pull', queue });
  }

  function pull(queue: string, at: Instant): void {
    if (!board.hasRoom(queue)) return;
    const card = waiting.get(queue)?.shift();
    if (!card) return;
    const left = card.place;
    card.assignee ??= random.pick(team);
    board.move(card, queue, at, mover(card));
    if (left !== null) agenda.push(soon(at), { what: 'pull', queue: left });
    agenda.push(afterWork(at, minutesIn(card)), { what: 'ready', card });
  }

  /** How long it stays before it goes on: in a delivered queue until nobody has asked again for some days. */
  function minutesIn({ place, demand }: Card): number {
    const queue = flow.find(({ name }) => name === place);
    if (queue?.kind === 'delivered') return random.whole(3, 9) * workMinutesADay;
    return random.logNormal(Math.max(queue?.workMinutes ?? 0, 1) * demand.effort, 0.5);
  }

  function goOn(card: Card, at: Instant): void {
    const place = flow.findIndex(({ name }) => name === card.place);
    const active = flow.find(({ kind }) => kind === 'active');
    const isDelivered = flow[place]?.kind === 'delivered';
    if (isDelivered && active && random.chance(0.04)) want(card, active.name, at);
    else if (place + 1 < flow.length) want(card, flow[place + 1]?.name ?? '', at);
  }

  agenda.push(afterWork(plan.from, random.exponential(workMinutesAWeek / plan.itemsPerWeek)), {
    what: 'arrival',
  });
  for (let next = agenda.pop(); next && next.key <= plan.until; next = agenda.pop()) {
    const { key: at, value } = next;
    if (value.what === 'arrival') arrive(at);
    else if (value.what === 'pull') pull(value.queue, at);
    else if (value.what === 'drop')
      board.move(value.card, dropped, at, mover(value.card), 'no longer needed');
    else goOn(value.card, at);
  }
  return board.history();
}
