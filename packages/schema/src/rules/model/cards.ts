import {
  attempt,
  type Code,
  cardsIn,
  isOn,
  type Model,
  type ModelItem,
  type ModelQueue,
  queueOf,
  type Verdict,
} from './board.ts';
import { openDependencies, tellWhoWaited } from './dependencies.ts';
import { isWip, personIsFull } from './people.ts';

export interface Mover {
  readonly actor: string;
  readonly fastTrack: boolean;
}

export function enter(model: Model, reference: string, queue: number): Verdict {
  return attempt(model, (copy) => {
    const item = copy.items.get(reference);
    if (!item) return ['UNKNOWN_ITEM'];
    if (item.isDeleted) return ['ITEM_DELETED'];
    if (item.queue !== null) return item.heldFor === null ? ['DUPLICATE'] : ['DUPLICATE', 'BULK_REFUSED'];
    return goTo(copy, reference, item, queueOf(copy, queue));
  });
}

export function move(model: Model, reference: string, to: number, mover: Mover): Verdict {
  return attempt(model, (copy) => {
    const item = copy.items.get(reference);
    if (!item || item.queue === null) return [];
    if (item.heldFor !== null) return ['BULK_REFUSED'];
    if (item.queue === to) return [];
    const verdict: Code[] = [];
    const isListed = copy.transitions.size === 0 || copy.transitions.has(`${item.queue}>${to}`);
    if (!isListed && isOn(copy, 'enforce_transitions')) {
      if (!mover.fastTrack) verdict.push('ILLEGAL_MOVE');
      else if (!copy.fastTrackers.includes(mover.actor)) verdict.push('NO_FAST_TRACK');
    }
    if (item.blockedReason !== null && isOn(copy, 'enforce_blocks')) verdict.push('ITEM_BLOCKED');
    return [...verdict, ...goTo(copy, reference, item, queueOf(copy, to))];
  });
}

export function remove(model: Model, reference: string): Verdict {
  const item = model.items.get(reference);
  if (item && item.heldFor !== null) return ['BULK_REFUSED'];
  if (item) leave(model, reference, item);
  return [];
}

export function place(model: Model, reference: string, side: 'before' | 'after', other: string): Verdict {
  const item = model.items.get(reference);
  const neighbour = model.items.get(other);
  if (!item || !neighbour) return ['UNKNOWN_ITEM', 'INVALID_PLACE'];
  if (item === neighbour || item.queue === null || item.queue !== neighbour.queue) return ['INVALID_PLACE'];
  const queue = queueOf(model, item.queue);
  queue.isUnsure ||= queue.cards.length > cardsIn(model, queue).length;
  queue.cards = queue.cards.filter((card) => card !== reference);
  queue.cards.splice(queue.cards.indexOf(other) + (side === 'after' ? 1 : 0), 0, reference);
  return [];
}

/** To a queue by the rules of limits, dependencies and people; `place`: where it comes back to. */
export function goTo(
  model: Model,
  reference: string,
  item: ModelItem,
  queue: ModelQueue,
  place?: number,
): Verdict {
  const verdict: Code[] = [];
  const { isFinished } = item;
  const wasWip = isWip(model, item);
  const from = item.queue === null ? undefined : queueOf(model, item.queue);
  const isStart = (kind: string | undefined) =>
    kind === 'active' || kind === 'delivered' || kind === 'completed';
  if (isStart(queue.kind) && !isStart(from?.kind) && isOn(model, 'enforce_dependencies')) {
    if (openDependencies(model, item).length > 0) verdict.push('DEPENDENCIES_OPEN');
  }
  if (isFull(model, queue)) verdict.push('QUEUE_FULL');
  put(model, reference, item, queue, place);
  if (item.isFinished && !isFinished) tellWhoWaited(model, reference);
  if (item.assignee !== null && !wasWip && isWip(model, item) && personIsFull(model, item.assignee)) {
    verdict.push('PERSON_FULL');
  }
  return verdict;
}

export function freePlaces(model: Model, queue: ModelQueue): number {
  if (queue.limit < 0 || !isOn(model, 'enforce_wip_limits')) return Number.POSITIVE_INFINITY;
  return Math.max(queue.limit - cardsIn(model, queue).length, 0);
}

function isFull(model: Model, queue: ModelQueue): boolean {
  return freePlaces(model, queue) === 0;
}

/** Into a queue past all rules, behind all others or at the place it comes back to. */
export function put(
  model: Model,
  reference: string,
  item: ModelItem,
  queue: ModelQueue,
  place?: number,
): void {
  model.log.push(`${reference}: ${item.queue} to ${queue.key}`);
  if (place === undefined) {
    for (const each of model.queues) each.cards = each.cards.filter((card) => card !== reference);
    queue.cards.push(reference);
  }
  item.queue = queue.key;
  item.since = model.day;
  item.hasEntered = true;
  item.isFinished = queue.kind === 'delivered' || queue.kind === 'completed';
  item.isCommitted ||= item.isFinished || queue.kind === 'buffer' || queue.kind === 'active';
}

export function leave(model: Model, reference: string, item: ModelItem, { asGhost = false } = {}): void {
  if (item.queue === null) return;
  const queue = queueOf(model, item.queue);
  if (!asGhost) queue.cards = queue.cards.filter((card) => card !== reference);
  model.log.push(`${reference}: ${item.queue} to null`);
  item.queue = null;
}
