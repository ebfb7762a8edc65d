import type { RefusalCode } from '../refusals.ts';

/**
 * A board in memory that keeps the rules of `sql/`, written from what people are told of them and not from the triggers: it
 * is slow, has no locks, and looks everything up anew each time. `random-operations.ts` holds the database against it.
 */
export interface Model {
  readonly queues: ModelQueue[];
  readonly items: Map<string, ModelItem>;
  readonly transitions: Set<string>;
  /** Assignee → limit; '' is everybody's. */
  readonly personLimits: Map<string, number>;
  readonly settings: Map<string, boolean>;
  readonly fastTrackers: readonly string[];
  auditRows: number;
}

export interface ModelQueue {
  /** What stays when it is renamed: its index. */
  readonly key: number;
  name: string;
  limit: number;
  readonly kind: 'backlog' | 'buffer' | 'active' | 'delivered' | 'dropped';
  /** Cards in their order; a softly deleted one keeps its place as a ghost. */
  cards: string[];
  /** Cards were put between others while a ghost was there: where it comes back is anybody's guess. */
  isUnsure: boolean;
}

export interface ModelItem {
  queue: number | null;
  assignee: string | null;
  isBlocked: boolean;
  isDeleted: boolean;
  deletedFrom: number | null;
  isCommitted: boolean;
  isFinished: boolean;
  readonly waitsFor: Set<string>;
}

export type Code = RefusalCode | 'DUPLICATE';
/** Why a statement is refused: any of these, for rules are not promised to be looked at in an order. Empty: it is done. */
export type Verdict = readonly Code[];

export interface Mover {
  readonly actor: string;
  readonly fastTrack: boolean;
}

export function isOn(model: Model, setting: string): boolean {
  return model.settings.get(setting) ?? !['enforce_blocks', 'enforce_dependencies'].includes(setting);
}

export function cardsIn(model: Model, queue: ModelQueue): string[] {
  return queue.cards.filter((reference) => model.items.get(reference)?.queue === queue.key);
}

export function inProgress(model: Model, assignee: string): number {
  return [...model.items.values()].filter((item) => item.assignee === assignee && isWip(model, item)).length;
}

export function openDependencies(model: Model, item: ModelItem): string[] {
  return [...item.waitsFor].filter((reference) => !model.items.get(reference)?.isFinished);
}

function isWip(model: Model, item: ModelItem): boolean {
  const kind = item.queue === null ? undefined : queueOf(model, item.queue).kind;
  return item.isCommitted && (kind === 'backlog' || kind === 'buffer' || kind === 'active');
}

function queueOf(model: Model, key: number): ModelQueue {
  return model.queues.find((queue) => queue.key === key) as ModelQueue;
}

function personIsFull(model: Model, assignee: string): boolean {
  const limit = model.personLimits.get(assignee) ?? model.personLimits.get('') ?? -1;
  return limit >= 0 && inProgress(model, assignee) > limit && isOn(model, 'enforce_person_limits');
}

/** Tries `change` on a copy: gives why it is refused, and makes it when it is not. */
function attempt(model: Model, change: (copy: Model) => Verdict): Verdict {
  const copy = structuredClone(model);
  const verdict = change(copy);
  if (verdict.length === 0) Object.assign(model, copy);
  return verdict;
}

/** Row by row until one is refused; then all are. */
export function each(
  model: Model,
  references: readonly string[],
  change: (model: Model, reference: string) => Verdict,
): Verdict {
  return attempt(model, (copy) => {
    for (const reference of references.toSorted()) {
      const verdict = change(copy, reference);
      if (verdict.length > 0) return verdict;
    }
    return [];
  });
}

function goTo(model: Model, reference: string, item: ModelItem, queue: ModelQueue, place?: number): Verdict {
  const verdict: Code[] = [];
  const wasWip = isWip(model, item);
  const from = item.queue === null ? undefined : queueOf(model, item.queue);
  const isStart = (kind: string | undefined) => kind === 'active' || kind === 'delivered';
  if (isStart(queue.kind) && !isStart(from?.kind) && isOn(model, 'enforce_dependencies')) {
    if (openDependencies(model, item).length > 0) verdict.push('DEPENDENCIES_OPEN');
  }
  if (queue.limit >= 0 && cardsIn(model, queue).length >= queue.limit && isOn(model, 'enforce_wip_limits')) {
    verdict.push('QUEUE_FULL');
  }
  if (from) from.cards = from.cards.filter((card) => card !== reference);
  for (const each of model.queues)
    if (place === undefined) each.cards = each.cards.filter((card) => card !== reference);
  if (place === undefined) queue.cards.push(reference);
  item.queue = queue.key;
  item.isCommitted ||= ['buffer', 'active', 'delivered'].includes(queue.kind);
  item.isFinished = queue.kind === 'delivered';
  model.auditRows++;
  if (item.assignee !== null && !wasWip && isWip(model, item) && personIsFull(model, item.assignee)) {
    verdict.push('PERSON_FULL');
  }
  return verdict;
}

function leave(model: Model, reference: string, item: ModelItem, { asGhost = false } = {}): void {
  if (item.queue === null) return;
  const queue = queueOf(model, item.queue);
  if (!asGhost) queue.cards = queue.cards.filter((card) => card !== reference);
  item.queue = null;
  model.auditRows++;
}

export function log(model: Model, reference: string, assignee: string | null): Verdict {
  if (model.items.has(reference)) return ['DUPLICATE'];
  model.items.set(reference, {
    queue: null,
    assignee,
    isBlocked: false,
    isDeleted: false,
    deletedFrom: null,
    isCommitted: false,
    isFinished: false,
    waitsFor: new Set(),
  });
  return [];
}

export function enter(model: Model, reference: string, queue: number): Verdict {
  return attempt(model, (copy) => {
    const item = copy.items.get(reference);
    if (!item) return ['UNKNOWN_ITEM'];
    if (item.isDeleted) return ['ITEM_DELETED'];
    if (item.queue !== null) return ['DUPLICATE'];
    return goTo(copy, reference, item, queueOf(copy, queue));
  });
}

export function move(model: Model, reference: string, to: number, mover: Mover): Verdict {
  return attempt(model, (copy) => {
    const item = copy.items.get(reference);
    if (!item || item.queue === null || item.queue === to) return [];
    const verdict: Code[] = [];
    const isListed = copy.transitions.size === 0 || copy.transitions.has(`${item.queue}>${to}`);
    if (!isListed && isOn(copy, 'enforce_transitions')) {
      if (!mover.fastTrack) verdict.push('ILLEGAL_MOVE');
      else if (!copy.fastTrackers.includes(mover.actor)) verdict.push('NO_FAST_TRACK');
    }
    if (item.isBlocked && isOn(copy, 'enforce_blocks')) verdict.push('ITEM_BLOCKED');
    return [...verdict, ...goTo(copy, reference, item, queueOf(copy, to))];
  });
}

export function remove(model: Model, reference: string): Verdict {
  const item = model.items.get(reference);
  if (item) leave(model, reference, item);
  return [];
}

export function erase(model: Model, reference: string): Verdict {
  return attempt(model, (copy) => {
    const item = copy.items.get(reference);
    if (!item) return [];
    leave(copy, reference, item);
    for (const queue of copy.queues) queue.cards = queue.cards.filter((card) => card !== reference);
    copy.items.delete(reference);
    for (const other of copy.items.values()) other.waitsFor.delete(reference);
    return [];
  });
}

export function softDelete(model: Model, reference: string): Verdict {
  const item = model.items.get(reference);
  if (!item) return ['UNKNOWN_ITEM'];
  if (item.isDeleted) return ['ITEM_DELETED'];
  item.isDeleted = true;
  item.deletedFrom = item.queue;
  leave(model, reference, item, { asGhost: true });
  return [];
}

export function restore(model: Model, reference: string): Verdict {
  return attempt(model, (copy) => {
    const item = copy.items.get(reference);
    if (!item) return ['UNKNOWN_ITEM'];
    if (!item.isDeleted) return ['INVALID_VALUE'];
    item.isDeleted = false;
    if (item.deletedFrom === null) return [];
    const queue = queueOf(copy, item.deletedFrom);
    item.deletedFrom = null;
    return goTo(copy, reference, item, queue, queue.cards.indexOf(reference));
  });
}

export function assign(model: Model, reference: string, assignee: string | null): Verdict {
  return attempt(model, (copy) => {
    const item = copy.items.get(reference);
    if (!item || item.assignee === assignee) return [];
    item.assignee = assignee;
    if (assignee === null || !isWip(copy, item)) return [];
    return personIsFull(copy, assignee) ? ['PERSON_FULL'] : [];
  });
}

export function block(model: Model, reference: string, isBlocked: boolean): Verdict {
  const item = model.items.get(reference);
  if (item) item.isBlocked = isBlocked;
  return [];
}

export function depend(model: Model, reference: string, other: string): Verdict {
  const item = model.items.get(reference);
  if (!item || !model.items.has(other)) return ['UNKNOWN_ITEM'];
  if (waitsFor(model, other, reference)) return ['DEPENDENCY_CYCLE'];
  if (item.waitsFor.has(other)) return ['DUPLICATE'];
  item.waitsFor.add(other);
  return [];
}

function waitsFor(model: Model, reference: string, other: string): boolean {
  if (reference === other) return true;
  return [...(model.items.get(reference)?.waitsFor ?? [])].some((next) => waitsFor(model, next, other));
}

export function undepend(model: Model, reference: string, other: string): Verdict {
  model.items.get(reference)?.waitsFor.delete(other);
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
