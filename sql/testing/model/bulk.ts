import { attempt, cardsIn, queueOf } from './board.ts';
import { leave, put } from './cards.ts';
import type { Model, Verdict } from './model.ts';

/** Bulk work ignores limits, workflow, blocks and dependencies, and writes no events. */
export function moveInBulk(model: Model, references: readonly string[], to: number | null): Verdict {
  renumber(model);
  const queue = model.queues.find(({ key }) => key === to);
  const moved = references.toSorted().filter((reference) => {
    const item = model.items.get(reference);
    if (!item || item.queue === null || item.queue === to) return false;
    if (queue) put(model, reference, item, queue);
    else leave(model, reference, item);
    return true;
  });
  if (queue) queue.isUnsure ||= moved.length > 1;
  return [];
}

export function enterInBulk(model: Model, references: readonly string[], to: number): Verdict {
  return attempt(model, (copy) => {
    renumber(copy);
    const queue = copy.queues.find(({ key }) => key === to);
    for (const reference of references) {
      const item = copy.items.get(reference);
      if (!item) return ['UNKNOWN_ITEM'];
      if (item.isDeleted) return ['ITEM_DELETED'];
      if (item.queue !== null) return ['DUPLICATE'];
      if (queue) put(copy, reference, item, queue);
    }
    if (queue) queue.isUnsure ||= references.length > 1;
    return [];
  });
}

/** Open bulk work: until it ends its cards count in their old queues. */
export function hold(model: Model, references: readonly string[], to: number): Verdict {
  for (const reference of references) {
    const item = model.items.get(reference);
    if (item && item.queue !== null && item.queue !== to) item.heldFor = to;
  }
  return [];
}

export function release(model: Model): Verdict {
  const held = [...model.items].filter(([, item]) => item.heldFor !== null);
  if (held.length > 0) renumber(model);
  for (const [reference, item] of held) {
    const queue = queueOf(model, item.heldFor as number);
    put(model, reference, item, queue);
    item.heldFor = null;
    queue.isUnsure ||= held.length > 1;
  }
  return [];
}

/** After places were renumbered, the model does not know the places to which deleted cards return. */
export function renumber(model: Model): void {
  for (const queue of model.queues) queue.isUnsure ||= queue.cards.length > cardsIn(model, queue).length;
}
