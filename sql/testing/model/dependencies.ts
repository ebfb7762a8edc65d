import type { Model, ModelItem, Verdict } from './model.ts';

export function openDependencies(model: Model, item: ModelItem): string[] {
  return [...item.waitsFor].filter((reference) => !model.items.get(reference)?.isFinished);
}

/** The item is finished now. */
export function tellWhoWaited(model: Model, finished: string): void {
  for (const [reference, item] of model.items) {
    if (item.waitsFor.has(finished) && openDependencies(model, item).length === 0) {
      model.told.push(`work_item.dependencies_finished ${reference}`);
    }
  }
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
