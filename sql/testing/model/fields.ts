import type { Model } from './model.ts';

/** Fields with a history, as the log of it names them. */
const fields = {
  assignee: 'assignee',
  blockedReason: 'blocked',
  parent: 'parent',
  defectOf: 'defect_of',
  due: 'date_due',
} as const;

/** A change of a field, and the row of its history; none when it was so before. */
export function setField(
  model: Model,
  reference: string,
  field: keyof typeof fields,
  value: string | null,
): boolean {
  const item = model.items.get(reference);
  if (!item || item[field] === value) return false;
  model.history.push(`${reference} ${fields[field]}: ${item[field]} to ${value}`);
  item[field] = value;
  return true;
}
