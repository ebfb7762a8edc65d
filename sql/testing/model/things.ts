import { attempt } from './board.ts';
import type { Model, Things, Verdict } from './model.ts';

export function add(model: Model, reference: string, kind: keyof Things, text: string): Verdict {
  return attempt(model, (copy) => {
    const item = copy.items.get(reference);
    if (!item) return ['UNKNOWN_ITEM'];
    if (item.isDeleted) return ['ITEM_DELETED'];
    if (kind === 'checklist') item.checklist.push({ label: text, isDone: false });
    else item[kind].push(text);
    return [];
  });
}

/** All that is on the item's checklist. */
export function tick(model: Model, reference: string, isDone: boolean): Verdict {
  const item = model.items.get(reference);
  if (!item || item.checklist.length === 0) return [];
  if (item.isDeleted) return ['ITEM_DELETED'];
  for (const each of item.checklist) each.isDone = isDone;
  return [];
}
