/**
 * What each text column holds, and what happens to it when a stream, queue or member is renamed. A column that is
 * missing here fails names.db.test.ts, so nobody forgets to check or rename a new one.
 *
 * Names that people write, checked by `check_name` and `check_name_of` in the triggers `…_guard` (sql/guards.ts):
 * - name: is a name;
 * - stream, queue, member, item: names one, and changes with it (by a foreign key, or by `rename_stream`, …);
 * - word: a code or an address that is compared, with the same check.
 *
 * Others:
 * - copy: a copy of such a name that triggers maintain and rename;
 * - history: the name at that time; readers go by the id next to it;
 * - text: prose, or a text with another check;
 * - kept: written by triggers and services only, and not the name of a stream, queue or member.
 */
export type TextColumn =
  | 'name'
  | 'stream'
  | 'queue'
  | 'member'
  | 'item'
  | 'word'
  | 'copy'
  | 'history'
  | 'text'
  | 'kept';

/** Who did it, in any table: the name at that time. */
export const historyColumns = /_by$|^actor$|login$/;

export const textColumns: Readonly<Record<string, Readonly<Record<string, TextColumn>>>> = {
  age_flags: { reference: 'history' },
  annotations: { value_stream: 'stream', text: 'name' },
  attachments: { reference: 'item', name: 'name', address: 'text' },
  audit_log: {
    reference: 'history',
    from_queue: 'history',
    to_queue: 'history',
    reason: 'text',
    source: 'kept',
  },
  blocked_intervals: { reference: 'history', reason: 'text' },
  budget_flags: { class_of_service: 'kept', type: 'kept' },
  bulk_changes: { reference: 'history' },
  bulk_sessions: { node: 'kept', reason: 'text' },
  checklist_items: { reference: 'item', checklist: 'name', label: 'name' },
  collections: { collection_key: 'kept' },
  comments: { reference: 'item', body: 'text' },
  config_history: { table_name: 'kept', row_key: 'history', old_row: 'history' },
  deliveries: {
    channel: 'kept',
    recipient: 'kept',
    claim_token: 'kept',
    message_id: 'kept',
    last_error: 'kept',
    burst_key: 'kept',
    superseded_reason: 'kept',
    dropped_reason: 'text',
  },
  delivery_attempts: { said: 'kept' },
  dependencies: { reference: 'item', depends_on: 'item' },
  endpoints: { name: 'name', channel: 'word', url: 'text', secret: 'text' },
  field_history: {
    reference: 'history',
    field: 'kept',
    old_value: 'history',
    new_value: 'history',
    reason: 'text',
    source: 'kept',
  },
  holidays: { value_stream: 'stream', name: 'name' },
  housekeeping_tasks: { name: 'kept' },
  idempotency_keys: { person: 'kept', idempotency_key: 'kept', answer: 'kept' },
  identities: { issuer: 'kept', subject: 'kept', member: 'copy' },
  import_batches: { origin: 'text' },
  item_flow: { reference: 'history' },
  item_state: { assignee: 'copy' },
  members: { name: 'name', display_name: 'name', email: 'word' },
  outbox_events: { topic: 'kept', payload: 'history', last_error: 'kept' },
  person_limits: { value_stream: 'stream', assignee: 'member' },
  person_wip: { assignee: 'copy' },
  placements: { reference: 'item', side: 'word', other: 'item' },
  queue_state: { value_stream: 'copy', queue_name: 'copy', rules_enforced: 'kept' },
  queue_views: { view_name: 'kept' },
  queues: { reference: 'item', queue_name: 'queue', value_stream: 'copy' },
  rate_windows: { scope: 'kept' },
  report_runs: { value_stream: 'stream' },
  schema_migrations: { name: 'kept', checksum: 'kept' },
  sessions: { member: 'copy', display_name: 'kept' },
  settings: { name: 'word', value_stream: 'stream', value: 'word' },
  sla_flags: { reference: 'history' },
  sla_objectives: { value_stream: 'stream', class_of_service: 'name', type: 'name' },
  sla_policies: { value_stream: 'stream', class_of_service: 'name', type: 'name' },
  stream_managers: { value_stream: 'stream', member: 'member' },
  subscription_recipients: { recipient: 'kept', token: 'kept' },
  subscriptions: {
    topic: 'word',
    value_stream: 'stream',
    queue_name: 'queue',
    channel: 'word',
    recipient: 'word',
    role: 'word',
    assignee: 'member',
    reference: 'item',
    member: 'member',
    time_zone: 'word',
    digest: 'word',
  },
  time_zones: { name: 'kept' },
  transitions: { value_stream: 'stream', from_queue: 'queue', to_queue: 'queue' },
  value_streams: { name: 'name', time_zone: 'word' },
  wip_limits: { value_stream: 'stream', queue_name: 'name' },
  work_items: {
    reference: 'name',
    short_desc: 'text',
    description: 'text',
    value_stream: 'stream',
    type: 'name',
    class_of_service: 'name',
    assignee: 'member',
    dependency: 'item',
    blocked_reason: 'text',
    parent: 'item',
    defect_of: 'item',
  },
  working_hours: { value_stream: 'stream' },
};

const checked: readonly TextColumn[] = ['name', 'stream', 'queue', 'member', 'item', 'word'];

/** The columns of each table in which people write names. */
export const nameColumns: readonly (readonly [table: string, columns: readonly string[]])[] = Object.entries(
  textColumns,
)
  .map(
    ([table, columns]) =>
      [table, Object.keys(columns).filter((name) => checked.includes(columns[name] as TextColumn))] as const,
  )
  .filter(([, columns]) => columns.length > 0);
