import { attempt, isOn, queueOf } from './board.ts';
import { setField } from './fields.ts';
import type { Model, ModelItem, Verdict } from './model.ts';

export function inProgress(model: Model, assignee: string): number {
  return [...model.items.values()].filter((item) => item.assignee === assignee && isWip(model, item)).length;
}

export function isWip(model: Model, item: ModelItem): boolean {
  const kind = item.queue === null ? undefined : queueOf(model, item.queue).kind;
  return item.isCommitted && (kind === 'backlog' || kind === 'buffer' || kind === 'active');
}

export function isOverLimit(model: Model, assignee: string): boolean {
  const limit = model.personLimits.get(assignee) ?? model.personLimits.get('') ?? -1;
  return limit >= 0 && inProgress(model, assignee) > limit;
}

export function assign(model: Model, reference: string, assignee: string | null): Verdict {
  return attempt(model, (copy) => {
    const item = copy.items.get(reference);
    if (!item || item.assignee === assignee) return [];
    setField(copy, reference, 'assignee', assignee);
    if (assignee === null || !isWip(copy, item)) return [];
    return isOn(copy, 'enforce_person_limits') && isOverLimit(copy, assignee) ? ['PERSON_FULL'] : [];
  });
}
