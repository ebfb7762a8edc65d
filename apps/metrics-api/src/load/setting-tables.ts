import type { Database } from '@kanban/schema';
import { type Kysely, sql } from 'kysely';

export type SettingRow = Readonly<Record<string, string | number | null>>;

interface Kept {
  key: readonly string[];
  columns: readonly string[];
}

const kept = (key: readonly string[], ...columns: string[]): Kept => ({ key, columns });

/** Settings of a stream. Rows of `settings` may be of all streams. */
const TABLES = {
  annotations: kept(['id'], 'id', 'value_stream', 'day', 'text', 'created_at', 'created_by'),
  holidays: kept(['value_stream', 'day'], 'value_stream', 'day', 'name'),
  person_limits: kept(['value_stream', 'assignee'], 'value_stream', 'assignee', 'wip_limit'),
  settings: kept(['name', 'value_stream'], 'name', 'value_stream', 'value'),
  sla_objectives: kept(['id'], 'id', 'value_stream', 'class_of_service', 'type', 'objective', 'window_days'),
  sla_policies: kept(
    ['id'],
    ...['id', 'value_stream', 'class_of_service', 'type', 'measure', 'target_hours', 'clock'],
  ),
  transitions: kept(['value_stream', 'from_queue', 'to_queue'], 'value_stream', 'from_queue', 'to_queue'),
  wip_limits: kept(['id'], 'id', 'value_stream', 'queue_name', 'wip_limit', 'position', 'kind'),
  working_hours: kept(['value_stream', 'weekday', 'starts'], 'value_stream', 'weekday', 'starts', 'ends'),
} as const satisfies Record<string, Kept>;

export type SettingTable = keyof typeof TABLES;

export const SETTING_TABLES = Object.keys(TABLES) as SettingTable[];

/** The same, and the streams themselves: everything of a board that can be taken back to an instant. */
const BOARD = { ...TABLES, value_streams: kept(['id'], 'id', 'name', 'time_zone') };

export type BoardTable = keyof typeof BOARD;

export const BOARD_TABLES = Object.keys(BOARD) as BoardTable[];

/** What config_history writes as texts. */
const AS_TEXT = new Set(['day', 'starts', 'ends', 'created_at']);

/** A change as config_history has it. */
export interface HistoryRow {
  table: BoardTable;
  key: unknown;
  before: unknown;
}

/** Rows of settings, from which changes can be taken back, newest first. */
export class SettingsThen {
  readonly #rows = new Map<BoardTable, Map<string, SettingRow>>();

  /** Reads the present rows of a table, unless they were read. */
  async read(snapshot: Kysely<Database>, table: BoardTable): Promise<void> {
    if (this.#rows.has(table)) return;
    const columns = BOARD[table].columns.map((column) =>
      AS_TEXT.has(column) ? `CAST(${column} AS CHAR) AS ${column}` : column,
    );
    const { rows } =
      await sql<SettingRow>`SELECT ${sql.raw(columns.join(', '))} FROM ${sql.table(table)}`.execute(snapshot);
    this.#rows.set(table, new Map(rows.map((row) => [keyOf(table, row), row])));
  }

  /** The rows of a table that was read; undefined: it was not, as nothing of it has changed. */
  rowsOf(table: BoardTable): SettingRow[] | undefined {
    const rows = this.#rows.get(table);
    return rows && [...rows.values()];
  }

  /** What a stream is called by now; undefined: as it is at present. */
  nameOf(streamId: number): string | undefined {
    const row = this.#rows.get('value_streams')?.get(JSON.stringify([String(streamId)]));
    return row && String(row.name);
  }

  /** Takes a change back. Tells the row after and before it; null: there was none. */
  undo({ table, key, before: old }: HistoryRow): { before: SettingRow | null; after: SettingRow | null } {
    const rows = this.#rows.get(table) ?? new Map<string, SettingRow>();
    const place = keyOf(table, parsed(key) as SettingRow);
    const after = rows.get(place) ?? null;
    const before = fieldsOf(table, parsed(old));
    rows.delete(place);
    if (before !== null) rows.set(keyOf(table, before), before);
    if (table === 'value_streams' && before !== null && after !== null)
      this.#carry(String(after.name), String(before.name));
    return { before, after };
  }

  /** A stream that is renamed takes its settings along by foreign keys, which write no history. */
  #carry(from: string, to: string): void {
    if (from === to) return;
    for (const [table, rows] of this.#rows) {
      for (const [place, row] of [...rows]) {
        if (table === 'value_streams' || row.value_stream !== from) continue;
        rows.delete(place);
        const named = { ...row, value_stream: to };
        rows.set(keyOf(table, named), named);
      }
    }
  }
}

function keyOf(table: BoardTable, row: SettingRow): string {
  return JSON.stringify(BOARD[table].key.map((column) => String(row[column])));
}

/** The columns that are told, in their order, which the JSON of one server does not keep. */
function fieldsOf(table: BoardTable, row: SettingRow | null): SettingRow | null {
  return row && Object.fromEntries(BOARD[table].columns.map((column) => [column, row[column] ?? null]));
}

/** One server gives JSON as an object, the other as a text. */
function parsed(json: unknown): SettingRow | null {
  return (typeof json === 'string' ? JSON.parse(json) : json) as SettingRow | null;
}
