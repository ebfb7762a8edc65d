import { isDropped, queueOf } from './board.ts';
import { setField } from './fields.ts';
import type { Model, Verdict } from './model.ts';

export function setParent(model: Model, reference: string, parent: string | null): Verdict {
  const item = model.items.get(reference);
  if (!item || item.parent === parent) return [];
  if (parent !== null && !model.items.has(parent)) return ['UNKNOWN_ITEM'];
  for (let above = parent; above !== null; above = model.items.get(above)?.parent ?? null) {
    if (above === reference) return ['PARENT_CYCLE'];
  }
  setField(model, reference, 'parent', parent);
  return [];
}

/** The progress of a parent: only leaves count, without dropped or deleted items and everything below them. */
export function progressOf(model: Model, parent: string) {
  const partsOf = (reference: string) =>
    [...model.items].filter(
      ([, item]) => item.parent === reference && !item.isDeleted && !isDropped(model, item),
    );
  const allOf = (reference: string): ReturnType<typeof partsOf> =>
    partsOf(reference).flatMap((part) => [part, ...allOf(part[0])]);
  const all = allOf(parent);
  const leaves = all.filter(([reference]) => partsOf(reference).length === 0).map(([, item]) => item);
  const done = leaves.filter((item) => item.isFinished).length;
  const isActive = (queue: number | null) => queue !== null && queueOf(model, queue).kind === 'active';
  const isStarted = done > 0 || leaves.some((item) => isActive(item.queue));
  const isAnyLeft = leaves.length > 0;
  return {
    children: partsOf(parent).length,
    descendants: all.length,
    leaves: leaves.length,
    done,
    blocked: leaves.filter((item) => item.blockedReason !== null && !item.isFinished).length,
    share: isAnyLeft ? done / leaves.length : null,
    state: !isAnyLeft ? null : done === leaves.length ? 'done' : isStarted ? 'in progress' : 'waiting',
  };
}
