import type { Instant, Span } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { byIndex } from './by-index.ts';
import {
  BOARD_TABLES,
  type BoardTable,
  type HistoryRow,
  type SettingRow,
  SettingsThen,
  type SettingTable,
} from './setting-tables.ts';
import type { Snapshot } from './snapshot.ts';

export interface ConfigChange {
  id: number;
  at: Instant;
  table: SettingTable;
  /** The row before and after it; null: there was none. */
  before: SettingRow | null;
  after: SettingRow | null;
  actor: string;
}

/** A row of config_history, which all tables share. */
export interface DatedHistoryRow extends HistoryRow {
  id: number;
  at: Instant;
  actor: string;
}

/** Every change of settings from an instant on, newest first: a range of config_history_recorded (recorded_at, id). */
export async function loadSettingHistory(snapshot: Snapshot, from: Instant): Promise<DatedHistoryRow[]> {
  const rows = await snapshot
    .selectFrom(byIndex('config_history', 'h', 'config_history_recorded'))
    .select(['h.id', 'h.recorded_at as at', 'h.table_name as table', 'h.row_key as key', 'h.actor'])
    .select('h.old_row as before')
    .where('h.recorded_at', '>=', instantValue(from))
    .where('h.change_kind', '<>', 'begin')
    .where('h.table_name', 'in', BOARD_TABLES)
    .orderBy('h.recorded_at', 'desc')
    .orderBy('h.id', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, table: row.table as BoardTable }));
}

/** The settings before some changes, newest first: the present rows of the tables that changed, with each change undone. */
export async function loadSettingsBefore(
  snapshot: Snapshot,
  history: readonly HistoryRow[],
  onUndone: (place: number, row: ReturnType<SettingsThen['undo']>, settings: SettingsThen) => void = () => {},
): Promise<SettingsThen> {
  const settings = new SettingsThen();
  const changed = new Set(history.map(({ table }) => table));
  // A stream that was renamed took all of its settings along.
  for (const table of changed.has('value_streams') ? BOARD_TABLES : changed)
    await settings.read(snapshot, table);
  for (const [place, change] of history.entries()) onUndone(place, settings.undo(change), settings);
  return settings;
}

/** What changed in the settings of a stream in a range, oldest first, by whatever name it had then. */
export async function loadConfigChanges(
  snapshot: Snapshot,
  stream: { id: number; name: string },
  { from, to }: Span,
): Promise<ConfigChange[]> {
  const history = await loadSettingHistory(snapshot, from);
  const changes: ConfigChange[] = [];
  await loadSettingsBefore(snapshot, history, (place, { before, after }, settings) => {
    const { id, at, table, actor } = history[place] as DatedHistoryRow;
    if (table === 'value_streams') return;
    const name = settings.nameOf(stream.id) ?? stream.name;
    const of = (after ?? before)?.value_stream;
    const isOfStream = of === name || (table === 'settings' && of === '');
    if (isOfStream && at < to) changes.push({ id, at, table, before, after, actor });
  });
  return changes.reverse();
}
