import { isDropped, type Model, type Verdict } from './board.ts';
import { setField } from './items.ts';

export interface Deadline {
  /** As SQL says it. */
  due: string | null;
  readonly flags: { readonly name: Flag; readonly deadline: string; isCurrent: boolean }[];
}
export type Flag = 'at_risk' | 'breached';

export function setDue(model: Model, reference: string, due: string | null): Verdict {
  if (setField(model, reference, 'due', due)) {
    for (const flag of model.items.get(reference)?.flags ?? []) flag.isCurrent = false;
  }
  return [];
}

/** Says that the deadline is near or missed: of open items, of the due date they have now, once, and never "near" after "missed". */
export function flag(model: Model, reference: string, name: Flag, deadline: string): Verdict {
  const item = model.items.get(reference);
  if (!item) return ['UNKNOWN_ITEM'];
  const isOpen = item.hasEntered && !item.isFinished && !isDropped(model, item);
  const isSaid = item.flags.some(
    (each) => each.isCurrent && (each.name === name || each.name === 'breached'),
  );
  if (!isOpen || isSaid || item.due !== deadline) return [];
  item.flags.push({ name, deadline, isCurrent: true });
  model.told.push(`work_item.sla_${name} ${reference}`);
  return [];
}
