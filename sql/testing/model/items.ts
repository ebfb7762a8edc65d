import { attempt, queueOf } from './board.ts';
import { goTo, leave } from './cards.ts';
import { setField } from './fields.ts';
import type { Code, Model, ModelItem, Verdict } from './model.ts';

export function log(model: Model, reference: string, assignee: string | null): Verdict {
  if (model.items.has(reference)) return ['DUPLICATE'];
  model.items.set(reference, {
    queue: null,
    since: model.day,
    assignee,
    blockedReason: null,
    isDeleted: false,
    deletedFrom: null,
    heldFor: null,
    hasEntered: false,
    firstMove: model.log.length,
    isCommitted: false,
    isFinished: false,
    waitsFor: new Set(),
    parent: null,
    defectOf: null,
    comments: [],
    checklist: [],
    attachments: [],
    due: null,
    flags: [],
  });
  return [];
}

export function erase(model: Model, reference: string): Verdict {
  return attempt(model, (copy) => {
    const item = copy.items.get(reference);
    if (!item) return [];
    const isNamed = (by: ModelItem) => by.parent === reference || by.defectOf === reference;
    const verdict: Code[] = [];
    if ([...copy.items.values()].some(isNamed)) verdict.push('ITEM_NAMED');
    if (item.heldFor !== null) verdict.push('BULK_REFUSED');
    if (verdict.length > 0) return verdict;
    keepLastValues(copy, reference, item);
    leave(copy, reference, item);
    for (const queue of copy.queues) queue.cards = queue.cards.filter((card) => card !== reference);
    for (const block of copy.blocks) block.isOver ||= block.reference === reference;
    copy.items.delete(reference);
    for (const other of copy.items.values()) other.waitsFor.delete(reference);
    return [];
  });
}

/** What is deleted for good leaves a row for each field that had a value, in the order of sql/field-history.ts. */
function keepLastValues(model: Model, reference: string, item: ModelItem): void {
  const last: [string, string | null][] = [
    ['assignee', item.assignee],
    ['blocked', item.blockedReason],
    ['parent', item.parent],
    ['defect_of', item.defectOf],
    ['date_due', item.due],
    ['deleted_at', item.isDeleted ? 'set' : null],
  ];
  for (const [field, value] of last) if (value) model.history.push(`${reference} ${field}: ${value} to null`);
}

export function softDelete(model: Model, reference: string): Verdict {
  const item = model.items.get(reference);
  if (!item) return ['UNKNOWN_ITEM'];
  if (item.isDeleted) return ['ITEM_DELETED'];
  if (item.heldFor !== null) return ['BULK_REFUSED'];
  item.isDeleted = true;
  item.deletedFrom = item.queue;
  model.history.push(`${reference} deleted_at: null to set`);
  leave(model, reference, item, { asGhost: true });
  return [];
}

export function restore(model: Model, reference: string): Verdict {
  return attempt(model, (copy) => {
    const item = copy.items.get(reference);
    if (!item) return ['UNKNOWN_ITEM'];
    if (!item.isDeleted) return ['INVALID_VALUE'];
    item.isDeleted = false;
    copy.history.push(`${reference} deleted_at: set to null`);
    if (item.deletedFrom === null) return [];
    const queue = queueOf(copy, item.deletedFrom);
    item.deletedFrom = null;
    return goTo(copy, reference, item, queue, { place: queue.cards.indexOf(reference) });
  });
}

export function block(model: Model, reference: string, reason: string | null): Verdict {
  const was = model.items.get(reference)?.blockedReason;
  if (!setField(model, reference, 'blockedReason', reason)) return [];
  if (reason === null) {
    for (const each of model.blocks) each.isOver ||= each.reference === reference;
    model.told.push(`work_item.unblocked ${reference}`);
  } else if (was === null) {
    model.blocks.push({ reference, reason, isOver: false });
    model.told.push(`work_item.blocked ${reference}`);
  }
  return [];
}
