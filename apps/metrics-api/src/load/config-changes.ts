import type { Instant, Span } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { sql } from 'kysely';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

export type SettingRow = Readonly<Record<string, string | number | null>>;

export interface ConfigChange {
  id: number;
  at: Instant;
  table: SettingTable;
  /** The row before and after it; null: there was none. */
  before: SettingRow | null;
  after: SettingRow | null;
  actor: string;
}

interface Kept {
  key: readonly string[];
  /** As config_history writes them: dates as texts. */
  columns: string;
}

const kept = (key: readonly string[], ...columns: string[]): Kept => ({ key, columns: columns.join(', ') });

/** Settings of a stream. Rows of `settings` may be of all streams. */
const TABLES = {
  annotations: kept(['id'], 'id', 'value_stream', 'CAST(day AS CHAR) AS day', 'text'),
  holidays: kept(['value_stream', 'day'], 'value_stream', 'CAST(day AS CHAR) AS day', 'name'),
  person_limits: kept(['value_stream', 'assignee'], 'value_stream', 'assignee', 'wip_limit'),
  settings: kept(['name', 'value_stream'], 'name', 'value_stream', 'value'),
  sla_objectives: kept(['id'], 'id', 'value_stream', 'class_of_service', 'type', 'objective', 'window_days'),
  sla_policies: kept(
    ['id'],
    ...['id', 'value_stream', 'class_of_service', 'type', 'measure', 'target_hours', 'clock'],
  ),
  transitions: kept(['value_stream', 'from_queue', 'to_queue'], 'value_stream', 'from_queue', 'to_queue'),
  wip_limits: kept(['id'], 'id', 'value_stream', 'queue_name', 'wip_limit', 'position', 'kind'),
  working_hours: kept(
    ['value_stream', 'weekday', 'starts'],
    ...['value_stream', 'weekday', 'CAST(starts AS CHAR) AS starts', 'CAST(ends AS CHAR) AS ends'],
  ),
} as const satisfies Record<string, Kept>;

export type SettingTable = keyof typeof TABLES;

export const SETTING_TABLES = Object.keys(TABLES) as SettingTable[];

/**
 * What changed in the settings of a stream in a range, oldest first. Takes the rows as they are and undoes what was changed since
 * then, newest first: config_history_recorded (recorded_at, id) from the range on, and the settings of all streams.
 */
export async function loadConfigChanges(
  snapshot: Snapshot,
  stream: string,
  { from, to }: Span,
): Promise<ConfigChange[]> {
  const history = await snapshot
    .selectFrom(byIndex('config_history', 'h', 'config_history_recorded'))
    .select(['h.id', 'h.recorded_at as at', 'h.table_name as table', 'h.row_key as key', 'h.actor'])
    .select(['h.change_kind as kind', 'h.old_row as before'])
    .where('h.recorded_at', '>=', instantValue(from))
    .where('h.change_kind', '<>', 'begin')
    .where('h.table_name', 'in', SETTING_TABLES)
    .orderBy('h.recorded_at', 'desc')
    .orderBy('h.id', 'desc')
    .execute();
  const states = new Map<string, SettingRow | null>();
  for (const table of new Set(history.map((row) => row.table as SettingTable))) {
    const { rows } =
      await sql<SettingRow>`SELECT ${sql.raw(TABLES[table].columns)} FROM ${sql.table(table)}`.execute(
        snapshot,
      );
    for (const row of rows) states.set(keyOf(table, row), row);
  }
  const changes: ConfigChange[] = [];
  for (const { id, at, table: name, key, before: old, actor } of history) {
    const table = name as SettingTable;
    const place = keyOf(table, parsed(key) as SettingRow);
    const after = states.get(place) ?? null;
    const before = parsed(old);
    states.delete(place);
    if (before !== null) states.set(keyOf(table, before), before);
    const of = (after ?? before)?.value_stream;
    const isOfStream = of === stream || (table === 'settings' && of === '');
    if (isOfStream && at < to) changes.push({ id, at, table, before, after, actor });
  }
  return changes.reverse();
}

function keyOf(table: SettingTable, row: SettingRow): string {
  return JSON.stringify([table, ...TABLES[table].key.map((column) => String(row[column]))]);
}

/** One server gives JSON as an object, the other as a text. */
function parsed(json: unknown): SettingRow | null {
  return (typeof json === 'string' ? JSON.parse(json) : json) as SettingRow | null;
}
