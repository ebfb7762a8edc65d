import { formatInstant } from '@kanban/domain';
import { instant } from '../../answer/column.ts';
import type { ConfigChange } from '../../load/config-changes.ts';
import { SETTING_TABLES, type SettingRow } from '../../load/setting-tables.ts';

/** Who wrote a row and when is no part of what was set. */
const NOT_SHOWN = new Set(['id', 'value_stream', 'created_at', 'created_by', 'updated_at', 'updated_by']);

/** Columns that name what is set, in the order in which they are told. */
const NAMES = [
  'queue_name',
  'assignee',
  'class_of_service',
  'type',
  'from_queue',
  'to_queue',
  'day',
  'weekday',
  'starts',
];

export const SETTING_COLUMNS = [
  instant('at'),
  'table',
  'change',
  'name',
  'before',
  'after',
  'actor',
] as const;

/** How often each kind of setting changed. */
export function settingCounts(changes: readonly ConfigChange[]) {
  return SETTING_TABLES.map((table) => ({
    table,
    times: changes.filter((change) => change.table === table).length,
  }));
}

/** A change in the fields of the contract: only what became another. */
export function settingFields({ at, table, before, after, actor }: ConfigChange) {
  const columns = Object.keys(after ?? before ?? {}).filter((column) => !NOT_SHOWN.has(column));
  const differing = columns.filter(
    (column) => before === null || after === null || String(before[column]) !== String(after[column]),
  );
  const only = (row: SettingRow | null) =>
    row && Object.fromEntries(differing.map((column) => [column, row[column] ?? null]));
  return {
    at: formatInstant(at),
    table,
    change:
      before === null ? ('added' as const) : after === null ? ('removed' as const) : ('changed' as const),
    name: nameOf(table, after ?? before ?? {}),
    before: only(before),
    after: only(after),
    actor,
  };
}

/** `dev`, `expedite, bug`, `backlog to dev`; empty for what is of the whole stream. */
function nameOf(table: ConfigChange['table'], row: SettingRow): string {
  if (table === 'settings') return String(row.name);
  return NAMES.flatMap((column) => row[column] || []).join(', ');
}
