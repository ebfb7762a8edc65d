import type { Instant } from '@kanban/domain';
import { type Card, createBoard } from './board.ts';
import { createDemand } from './demand.ts';
import { sendBackReasons } from './descriptions.ts';
import { endOnFullQueue } from './end-on-full-queue.ts';
import { PriorityQueue } from './priority-queue.ts';
import { createRandom } from './random.ts';
import type { SampleQueue } from './sample-stream.ts';
import type { SimulatedHistory } from './simulated-history.ts';
import {
  afterWork,
  dayUs,
  minuteUs,
  nextRelease,
  workMinutesADay,
  workMinutesAWeek,
} from './work-calendar.ts';

export interface SimulationPlan {
  readonly seed: number;
  /** The first items arrive in the week of this Monday. */
  readonly from: Instant;
  readonly until: Instant;
  /** When the limits of today began. */
  readonly limitsSince: Instant;
  readonly itemsPerWeek: number;
  readonly referencePrefix: string;
  /** Of simulateHistory those of `sampleQueues`: its rules use their names. */
  readonly queues: readonly SampleQueue[];
}

type PlannedForCard = 'worked' | 'release' | 'drop' | 'remove' | 'reopen';

type Happening =
  | { readonly what: 'arrival' }
  /** Checks whether the queue has room and takes the most urgent item that waits for it. */
  | { readonly what: 'pull'; readonly queue: string }
  /** The queue holds from now on what its limit is today. */
  | { readonly what: 'limit'; readonly queue: SampleQueue }
  | { readonly what: PlannedForCard; readonly card: Card; readonly place: string };

const team = ['Anna', 'Bela', 'Chioma', 'Dmitri', 'Elena', 'Farid', 'Grace', 'Hiro'] as const;
const daysAhead = 1_000;

/**
 * A history as a team of a pull system would leave it: items arrive in working hours and some outside, wait in the
 * backlog, are pulled when there is room, get stuck behind full queues, go back when a test fails, are released twice a
 * week, dropped or reopened. The same plan gives the same history; one with `from` and `until` whole weeks later gives
 * the same history whole weeks later. Never breaks a limit, and ends with a limited queue full.
 */
export function simulateHistory(plan: SimulationPlan): SimulatedHistory {
  const { seed, until, queues } = plan;
  const arrivalRandom = createRandom(seed, 'arrivals');
  const demandRandom = createRandom(seed, 'demand');
  const workRandom = createRandom(seed, 'work');
  const peopleRandom = createRandom(seed, 'people');
  const board = createBoard(queues, plan.referencePrefix);
  const workMinutes = new Map(queues.map((queue) => [queue.name, queue.workMinutes]));
  const waiting = new Map(queues.map((queue) => [queue.name, new PriorityQueue<Card>()]));
  const agenda = new PriorityQueue<Happening>();

  const mover = (card?: Card) => card?.assignee ?? peopleRandom.pick(team);
  const schedulePull = (queue: string, at: Instant) =>
    agenda.push(afterWork(at, workRandom.logNormal(25, 0.8)), { what: 'pull', queue });

  function arrive(at: Instant): void {
    // Planning adds several items at once, with longer pauses between them.
    const count = arrivalRandom.chance(0.1) ? arrivalRandom.whole(2, 5) : 1;
    for (let i = 0; i < count; i++) {
      const isOutsideHours = arrivalRandom.chance(0.12);
      const enteredAt =
        at +
        i * arrivalRandom.whole(20, 240) * 1_000_001 +
        (isOutsideHours ? arrivalRandom.next() * dayUs : 0);
      agenda.push(Math.round(enteredAt), { what: 'arrival' });
    }
    const meanPause = (workMinutesAWeek / plan.itemsPerWeek) * 1.25;
    nextArrival = afterWork(at, arrivalRandom.exponential(meanPause));
  }

  function enterBacklog(at: Instant): void {
    const card = board.enter(createDemand(at, demandRandom), 'backlog', at, mover());
    if (workRandom.chance(0.015))
      agenda.push(afterWork(at, workRandom.whole(30, 600)), about('remove', card));
    else if (workRandom.chance(0.08)) {
      agenda.push(afterWork(at, workRandom.whole(3, 25) * workMinutesADay * 0.99), about('drop', card));
    }
    want(card, 'ready', at);
  }

  function about(what: PlannedForCard, card: Card): Happening {
    return { what, card, place: card.place ?? '' };
  }

  function want(card: Card, queue: string, at: Instant): void {
    card.next = queue;
    waiting.get(queue)?.push(urgency(card, at), card);
    schedulePull(queue, at);
  }

  /** The smallest is pulled first. It is an instant, so that waiting counts. */
  function urgency({ demand, place, next }: Card, at: Instant): number {
    const isSentBack =
      next === 'development' && (place === 'test' || place === 'uat' || place === 'production');
    if (demand.classOfService === 'expedite' || isSentBack) return at - daysAhead * dayUs;
    const ownTurn = place === 'backlog' ? at + workRandom.next() * 12 * dayUs : at;
    const isPromised = demand.classOfService === 'fixed-date' && demand.dateDue !== null;
    return isPromised ? Math.min(ownTurn, demand.dateDue - 22 * dayUs) : ownTurn;
  }

  function pull(queue: string, at: Instant): void {
    if (!board.hasRoom(queue)) return;
    const candidates = waiting.get(queue) as PriorityQueue<Card>;
    let card = candidates.pop()?.value;
    // An item that was dropped or moved meanwhile does not wait here any more.
    while (card && card.next !== queue) card = candidates.pop()?.value;
    if (!card) return;
    if (queue === 'development') card.assignee ??= peopleRandom.pick(team);
    const isSentBack =
      queue === 'development' &&
      (card.place === 'test' || card.place === 'uat' || card.place === 'production');
    go(card, queue, at, isSentBack ? peopleRandom.pick(sendBackReasons) : undefined);
  }

  function go(card: Card, to: string | null, at: Instant, reason?: string): void {
    const left = card.place;
    board.move(card, to, at, mover(card), reason);
    if (left !== null && left !== 'backlog') schedulePull(left, at);
    if (to === 'ready') {
      const skipsAnalysis = card.demand.type === 'bug' || card.demand.type === 'task';
      want(card, skipsAnalysis && workRandom.chance(0.7) ? 'development' : 'analysis', at);
    } else if (to === 'production') {
      if (workRandom.chance(0.025))
        agenda.push(afterWork(at, workRandom.logNormal(900, 0.7)), about('reopen', card));
    } else if (to !== null) {
      const median = workMinutes.get(to) ?? 0;
      if (median > 0) {
        agenda.push(
          afterWork(at, workRandom.logNormal(median * card.demand.effort, 0.45)),
          about('worked', card),
        );
      }
    }
  }

  function afterWorkOn(card: Card, at: Instant): void {
    switch (card.place) {
      case 'analysis':
        if (workRandom.chance(0.05)) go(card, 'drop', at, 'not worth its cost');
        else want(card, 'development', at);
        break;
      case 'development':
        want(card, 'test', at);
        break;
      case 'test':
        if (workRandom.chance(0.13)) want(card, 'development', at);
        else if (card.demand.type === 'task' && workRandom.chance(0.4)) release(card, at);
        else want(card, 'uat', at);
        break;
      case 'uat':
        if (workRandom.chance(0.06)) want(card, 'development', at);
        else release(card, at);
        break;
    }
  }

  function release(card: Card, at: Instant): void {
    const isUrgent = card.demand.classOfService === 'expedite';
    const start = isUrgent ? afterWork(at, workRandom.whole(10, 60)) : nextRelease(at);
    agenda.push(Math.round(start + workRandom.next() * 25 * minuteUs), about('release', card));
  }

  function happen(happening: Happening, at: Instant): void {
    if (happening.what === 'arrival') enterBacklog(at);
    else if (happening.what === 'pull') pull(happening.queue, at);
    else if (happening.what === 'limit') board.limit(happening.queue.name, happening.queue.wipLimit);
    else if (happening.card.place === happening.place) happenTo(happening.card, happening.what, at);
  }

  /** A planned change of a card happens if the card is still in the same place. */
  function happenTo(card: Card, what: PlannedForCard, at: Instant): void {
    if (what === 'worked') afterWorkOn(card, at);
    else if (what === 'release') go(card, 'production', at);
    else if (what === 'drop') go(card, 'drop', at, 'no longer needed');
    else if (what === 'remove') go(card, null, at, 'entered twice');
    else want(card, 'development', at);
  }

  for (const queue of queues)
    if (queue.earlierLimit !== undefined) agenda.push(plan.limitsSince, { what: 'limit', queue });
  // The team begins with a backlog: earlier promises, entered on the first days.
  for (let i = 0; i < 2 * plan.itemsPerWeek; i++) {
    agenda.push(afterWork(plan.from, arrivalRandom.next() * 2 * workMinutesADay), { what: 'arrival' });
  }
  let nextArrival = afterWork(plan.from, arrivalRandom.exponential(workMinutesAWeek / plan.itemsPerWeek));
  for (;;) {
    while (nextArrival <= until && nextArrival <= (agenda.firstKey ?? Number.POSITIVE_INFINITY))
      arrive(nextArrival);
    const next = agenda.pop();
    if (!next || next.key > until) break;
    happen(next.value, next.key);
  }
  return endOnFullQueue(board.history(), queues);
}
