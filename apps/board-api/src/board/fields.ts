import { createHash } from 'node:crypto';
import { dueDayOf, formatInstant, type Instant } from '@kanban/domain';

/** The fields of an item that people write, as the database has them. */
export interface FieldsRow {
  shortDesc: string;
  description: string | null;
  type: string;
  classOfService: string;
  priority: number;
  assignee: string | null;
  dueAt: Instant | null;
  parent: string | null;
  defectOf: string | null;
}

/** The columns of `work_items`, alias w, for a FieldsRow. */
export const fieldColumns = `w.short_desc AS shortDesc, w.description, w.type, w.class_of_service AS classOfService, w.priority,
  w.assignee, w.date_due AS dueAt, w.parent, w.defect_of AS defectOf`;

/** The column of each field. */
const columnOf = {
  shortDesc: 'short_desc',
  description: 'description',
  type: 'type',
  classOfService: 'class_of_service',
  priority: 'priority',
  assignee: 'assignee',
  dueAt: 'date_due',
  parent: 'parent',
  defectOf: 'defect_of',
} as const;

export type FieldsInput = { [Field in keyof typeof columnOf]?: string | number | null | undefined };

/** As people are told: a due date at midnight in UTC is a day. */
export function fieldsOf({ dueAt, ...row }: FieldsRow) {
  const day = dueAt === null ? null : dueDayOf(dueAt);
  return {
    shortDesc: row.shortDesc,
    description: row.description,
    type: row.type,
    classOfService: row.classOfService,
    priority: row.priority,
    assignee: row.assignee,
    dueAt: day ?? optionalInstant(dueAt),
    dueIsDay: day !== null,
    parent: row.parent,
    defectOf: row.defectOf,
  };
}

/** What If-Match compares: the fields themselves, so that whatever changed them counts and nothing else does. */
export function versionOf(row: FieldsRow): string {
  return createHash('sha256')
    .update(JSON.stringify(fieldsOf(row)))
    .digest('base64url')
    .slice(0, 22);
}

export function optionalInstant(instant: Instant | null): string | null {
  return instant === null || Number.isNaN(instant) ? null : formatInstant(instant);
}

/** Columns with their new values, for a statement; fields that were not sent are left out. */
export function columnsOf(given: FieldsInput): Record<string, string | number | null> {
  const sent = Object.entries(given).filter(([name, value]) => name in columnOf && value !== undefined);
  return Object.fromEntries(
    sent.map(([name, value]) => [
      columnOf[name as keyof typeof columnOf],
      name === 'dueAt' ? sqlDue(value as string | null) : (value ?? null),
    ]),
  );
}

/** A day or an instant in UTC, as the contract checked it, for a DATETIME(6). */
function sqlDue(text: string | null): string | null {
  return text === null ? null : text.replace('T', ' ').replace('Z', '');
}
