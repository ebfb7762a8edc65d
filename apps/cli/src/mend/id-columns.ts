type Column = readonly [table: string, column: string];

/**
 * Columns that hold an id of another row and are renumbered with it. The test compares the list with
 * information_schema.
 */
export const references: Readonly<Record<string, readonly Column[]>> = {
  audit_log: [
    ['age_flags', 'entry_audit_id'],
    ['age_sweeps', 'imported_id'],
    ['budget_sweeps', 'imported_id'],
    ['bulk_changes', 'last_audit_id'],
    ['bulk_sessions', 'first_audit_id'],
    ['import_batches', 'first_audit_id'],
    ['import_batches', 'last_audit_id'],
  ],
  bulk_sessions: [
    ['bulk_changes', 'session_id'],
    ['queues', 'bulk_session'],
  ],
  deliveries: [
    ['collections', 'delivery_id'],
    ['deliveries', 'carried_by'],
    ['deliveries', 'superseded_by'],
    ['delivery_attempts', 'delivery_id'],
  ],
  outbox_events: [['deliveries', 'event_id']],
  subscriptions: [
    ['deliveries', 'subscription_id'],
    ['subscription_recipients', 'subscription_id'],
  ],
  work_items: [
    ['age_flags', 'item_id'],
    ['audit_log', 'item_id'],
    ['blocked_intervals', 'item_id'],
    ['bulk_changes', 'item_id'],
    ['dependencies', 'depends_on_id'],
    ['dependencies', 'item_id'],
    ['field_history', 'item_id'],
    ['item_flow', 'item_id'],
    ['item_links', 'item_id'],
    ['item_links', 'to_id'],
    ['item_spells', 'item_id'],
    ['item_state', 'item_id'],
    ['queue_places', 'item_id'],
    ['queues', 'item_id'],
    ['sla_flags', 'item_id'],
    ['visits', 'item_id'],
  ],
};

/** Ids of derived rows, which the rebuild creates again. */
export const rebuilt: readonly Column[] = [
  ['item_flow', 'first_audit_id'],
  ['item_flow', 'last_audit_id'],
  ['item_flow', 'spell_audit_id'],
  ['item_spells', 'begin_audit_id'],
  ['item_spells', 'end_audit_id'],
  ['visits', 'entry_audit_id'],
];

/**
 * Tables whose ids are not repaired: they are part of the hashes of the log, or are INT, and no mover can write them.
 */
export const notMended: Readonly<Record<string, readonly Column[]>> = {
  import_batches: [
    ['audit_log', 'batch_id'],
    ['blocked_intervals', 'batch_id'],
    ['bulk_sessions', 'batch_id'],
  ],
  value_streams: [],
  wip_limits: [],
};

/** BIGINT UNSIGNED columns that are not ids of stored rows. */
export const noIds: readonly Column[] = [
  ['bulk_sessions', 'connection_id'],
  ['bulk_sessions', 'finished_by'],
  ['history_removals', 'batch_id'],
  ['history_removals', 'connection_id'],
  ['history_removals', 'evidence_id'],
  ['history_removals', 'from_audit_id'],
  ['history_removals', 'item_id'],
  ['history_removals', 'kept_audit_id'],
  ['import_batches', 'audit_rows'],
  ['link_walk', 'item_id'],
  ['link_walk', 'via_id'],
  ['queue_state', 'moves'],
  ['stream_changes', 'changes'],
  ['stream_changes', 'writer'],
];
