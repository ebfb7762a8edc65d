import type { Model, ModelItem, ModelQueue, Verdict } from './model.ts';

export function isOn(model: Model, setting: string): boolean {
  return model.settings.get(setting) ?? !['enforce_blocks', 'enforce_dependencies'].includes(setting);
}

export function queueOf(model: Model, key: number): ModelQueue {
  return model.queues.find((queue) => queue.key === key) as ModelQueue;
}

export function cardsIn(model: Model, queue: ModelQueue): string[] {
  return queue.cards.filter((reference) => model.items.get(reference)?.queue === queue.key);
}

/** Off the board unfinished counts as dropped, and so does a softly deleted item. */
export function isDropped(model: Model, item: ModelItem): boolean {
  if (item.queue === null) return item.hasEntered && !item.isFinished;
  return queueOf(model, item.queue).kind === 'dropped';
}

/** Tries `change` on a copy: gives why it is refused, and makes it when it is not. */
export function attempt(model: Model, change: (copy: Model) => Verdict): Verdict {
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
