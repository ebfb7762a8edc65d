import { attempt, cardsIn, isOn, queueOf } from './board.ts';
import { openDependencies, tellWhoWaited } from './dependencies.ts';
import type { Code, Model, ModelItem, ModelQueue, Verdict } from './model.ts';
import { isOverLimit, isWip } from './people.ts';

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
    const finding = new Finding(copy);
    if (!isListed(copy, item, to)) {
      if (mover.fastTrack && copy.fastTrackers.includes(mover.actor)) finding.notes.push('fast_track');
      else
        finding.add(
          'enforce_transitions',
          mover.fastTrack ? 'NO_FAST_TRACK' : 'ILLEGAL_MOVE',
          'illegal_move',
        );
    }
    if (item.blockedReason !== null) finding.add('enforce_blocks', 'ITEM_BLOCKED', 'blocked');
    return goTo(copy, reference, item, queueOf(copy, to), { finding });
  });
}

/** The workflow lets it go there. */
export function isListed(model: Model, item: ModelItem, to: number): boolean {
  return model.transitions.size === 0 || model.transitions.has(`${item.queue}>${to}`);
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

/** What a move breaks: refused where the rule is enforced, else noted. */
class Finding {
  readonly verdict: Code[] = [];
  readonly notes: string[] = [];
  readonly #model: Model;
  constructor(model: Model) {
    this.#model = model;
  }

  add(setting: string, code: Code, note: string): void {
    if (isOn(this.#model, setting)) this.verdict.push(code);
    else this.notes.push(note);
  }
}

/** To a queue by the rules of limits, dependencies and people; `place`: where it comes back to. */
export function goTo(
  model: Model,
  reference: string,
  item: ModelItem,
  queue: ModelQueue,
  { place, finding = new Finding(model) }: { place?: number; finding?: Finding } = {},
): Verdict {
  const { isFinished } = item;
  const wasWip = isWip(model, item);
  const from = item.queue === null ? undefined : queueOf(model, item.queue);
  const isStart = (kind: string | undefined) =>
    kind === 'active' || kind === 'delivered' || kind === 'completed';
  if (isStart(queue.kind) && !isStart(from?.kind) && openDependencies(model, item).length > 0) {
    finding.add('enforce_dependencies', 'DEPENDENCIES_OPEN', 'open_dependencies');
  }
  if (placesLeft(model, queue) === 0) finding.add('enforce_wip_limits', 'QUEUE_FULL', 'over_limit');
  put(model, reference, item, queue, { place, notes: finding.notes });
  if (item.isFinished && !isFinished) tellWhoWaited(model, reference);
  if (item.assignee !== null && !wasWip && isWip(model, item) && isOverLimit(model, item.assignee)) {
    finding.add('enforce_person_limits', 'PERSON_FULL', 'over_person_limit');
  }
  return finding.verdict;
}

export function placesLeft(model: Model, queue: ModelQueue): number {
  return queue.limit < 0 ? Number.POSITIVE_INFINITY : Math.max(queue.limit - cardsIn(model, queue).length, 0);
}

/** Into a queue past all rules, behind all others or at the place it comes back to. */
export function put(
  model: Model,
  reference: string,
  item: ModelItem,
  queue: ModelQueue,
  { place, notes = [] }: { place?: number | undefined; notes?: readonly string[] } = {},
): void {
  model.log.push({ reference, from: item.queue, to: queue.key, notes });
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
  model.log.push({ reference, from: item.queue, to: null, notes: [] });
  item.queue = null;
}
