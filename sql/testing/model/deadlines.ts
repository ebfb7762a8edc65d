import { isDropped } from './board.ts';
import { setField } from './fields.ts';
import type { Flag, Model, ModelItem, Verdict } from './model.ts';

export function setDue(model: Model, reference: string, due: string | null): Verdict {
  if (setField(model, reference, 'due', due)) {
    for (const flag of model.items.get(reference)?.flags ?? []) flag.isCurrent = false;
  }
  return [];
}

/** By the item's due date, or by a policy if there is none. */
export function sweep(model: Model, reference: string, name: Flag): Verdict {
  const item = model.items.get(reference);
  if (item) say(model, reference, item, name, item.due ?? '2026-04-01 00:00:00.000000');
  return [];
}

/** By a due date that somebody has read. */
export function flag(model: Model, reference: string, name: Flag, due: string): Verdict {
  const item = model.items.get(reference);
  if (!item) return ['UNKNOWN_ITEM'];
  if (item.due === due) say(model, reference, item, name, due);
  return [];
}

/** That the deadline is near or missed: of open items, each once, and never "near" after "missed". */
function say(model: Model, reference: string, item: ModelItem, name: Flag, deadline: string): void {
  const isOpen = item.hasEntered && !item.isFinished && !isDropped(model, item);
  const isSaid = item.flags.some(
    (each) => each.isCurrent && (each.name === name || each.name === 'breached'),
  );
  if (!isOpen || isSaid) return;
  item.flags.push({ name, deadline, isCurrent: true });
  model.told.push(`work_item.sla_${name} ${reference}`);
}
