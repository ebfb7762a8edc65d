import type { Instant } from '../instant.ts';

/** A change of one field of an item, as the field history keeps it. */
export interface FieldChange<Field extends string> {
  occurredAt: Instant;
  field: Field;
  oldValue: string | null;
}

/**
 * The fields of an item before an instant: the present ones, with every change from that instant on undone, newest
 * first. `changes` are in order; changes of other fields are ignored.
 */
export function fieldsAt<Field extends string>(
  present: Readonly<Record<Field, string | null>>,
  changes: readonly FieldChange<string>[],
  at: Instant,
): Record<Field, string | null> {
  const fields: Record<string, string | null> = { ...present };
  for (let place = changes.length - 1; place >= 0; place--) {
    const { occurredAt, field, oldValue } = changes[place] as FieldChange<string>;
    // An imported row may be earlier than one that was written before it, so all of them are checked.
    if (occurredAt >= at && field in fields) fields[field] = oldValue;
  }
  return fields as Record<Field, string | null>;
}
