/** What `config_history` stores of a table. */
interface Kept {
  /** The columns of its primary key. */
  readonly key: readonly string[];
  /** The columns whose values are copied, in the order of the table. */
  readonly columns: readonly string[];
  /** The other columns, and why they are not copied. Undoing a change does not change them. */
  readonly without?: Readonly<Record<string, string>>;
}

const whoAndWhen = ['created_at', 'created_by', 'updated_at', 'updated_by'];

/**
 * The tables of settings: `config_history` stores every change of them. `config-history-triggers.db.test.ts` compares
 * the list with information_schema.
 */
export const configuration: Readonly<Record<string, Kept>> = {
  annotations: { key: ['id'], columns: ['id', 'value_stream', 'day', 'text', ...whoAndWhen] },
  endpoints: {
    key: ['id'],
    columns: ['id', 'name', 'channel', 'is_active', ...whoAndWhen],
    without: { url: 'as good as a password', secret: 'what webhooks are signed with' },
  },
  holidays: { key: ['value_stream', 'day'], columns: ['value_stream', 'day', 'name', ...whoAndWhen] },
  members: {
    key: ['name'],
    columns: [
      ...['name', 'display_name', 'may_fast_track', 'may_speak_for_others', ...whoAndWhen],
      ...['may_move', 'may_edit', 'may_administrate'],
    ],
    without: { email: 'an address, which readers must not see and history would keep for ever' },
  },
  person_limits: {
    key: ['value_stream', 'assignee'],
    columns: ['value_stream', 'assignee', 'wip_limit', ...whoAndWhen],
  },
  settings: { key: ['name', 'value_stream'], columns: ['name', 'value_stream', 'value', ...whoAndWhen] },
  sla_objectives: {
    key: ['id'],
    columns: ['id', 'value_stream', 'class_of_service', 'type', 'objective', 'window_days', ...whoAndWhen],
  },
  sla_policies: {
    key: ['id'],
    columns: [
      ...['id', 'value_stream', 'class_of_service', 'type', 'measure', 'target_hours', 'clock'],
      ...whoAndWhen,
    ],
  },
  stream_managers: { key: ['value_stream', 'member'], columns: ['value_stream', 'member', ...whoAndWhen] },
  subscriptions: {
    key: ['id'],
    columns: [
      ...['id', 'topic', 'value_stream', 'queue_name', 'channel', 'is_active'],
      ...whoAndWhen,
      ...['role', 'assignee', 'time_zone', 'quiet_from', 'quiet_until', 'digest', 'member'],
    ],
    without: {
      recipient: 'an address; who was told is in deliveries',
      reference: 'it follows its item by a cascade, which leaves no history',
    },
  },
  transitions: {
    key: ['value_stream', 'from_queue', 'to_queue'],
    columns: ['value_stream', 'from_queue', 'to_queue', ...whoAndWhen],
  },
  value_streams: { key: ['id'], columns: ['id', 'name', 'time_zone', ...whoAndWhen, 'archived_at'] },
  wip_limits: {
    key: ['id'],
    columns: ['id', 'value_stream', 'queue_name', 'wip_limit', 'position', 'kind', ...whoAndWhen],
  },
  working_hours: {
    key: ['value_stream', 'weekday', 'starts'],
    columns: ['value_stream', 'weekday', 'starts', 'ends', ...whoAndWhen],
  },
};

/** Columns of type DATE, TIME or DATETIME in any table: copied as texts, which both servers write in the same way. */
export const datesAndTimes: ReadonlySet<string> = new Set([
  ...['created_at', 'updated_at', 'archived_at', 'day'],
  ...['starts', 'ends', 'quiet_from', 'quiet_until'],
]);

/** A row as JSON; `row` is NEW or OLD. */
export function jsonObject(columns: readonly string[], row: string): string {
  const pairs = columns.map((name) => {
    const value = datesAndTimes.has(name) ? `CAST(${row}.${name} AS CHAR)` : `${row}.${name}`;
    return `'${name}', ${value}`;
  });
  return `JSON_OBJECT(${pairs.join(', ')})`;
}

function triggersOf([table, { key, columns }]: [string, Kept]) {
  const keyOf = (row: string) =>
    jsonObject(
      columns.filter((name) => key.includes(name)),
      row,
    );
  const changes = [
    ['insert', keyOf('NEW'), 'NULL'],
    ['update', keyOf('NEW'), jsonObject(columns, 'OLD')],
    ['delete', keyOf('OLD'), jsonObject(columns, 'OLD')],
  ] as const;
  return changes.map(([event, keys, old]) => {
    const name = `${table}_after_${event}_60_history`;
    const text = `CREATE TRIGGER ${name} AFTER ${event.toUpperCase()} ON ${table} FOR EACH ROW
  CALL write_config_change('${table}', '${event}',
    ${keys},
    ${old})`;
    return { name, text };
  });
}

/** Every trigger that records a change of settings, for the migrator: name and text. */
export const historyTriggers = Object.entries(configuration).flatMap(triggersOf);
