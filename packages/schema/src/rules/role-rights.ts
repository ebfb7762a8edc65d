/**
 * Who may do what with each table and view: S(elect), I(nsert), U(pdate), D(elete), in small letters for some columns only.
 * A table that is not named here fails the test of the roles, so that nobody forgets to say who may write to a new one.
 * The administrator has SELECT, INSERT, UPDATE, DELETE and EXECUTE on the whole database.
 */
export const tableRights: Readonly<Record<string, string>> = {
  // What people write, and movers may.
  attachments: 'mover:SIUD reader:S',
  checklist_items: 'mover:SIUD reader:S',
  comments: 'mover:SIUD reader:S',
  dependencies: 'mover:SID reader:S',
  placements: 'mover:SI reader:S',
  queues: 'importer:SIUD mover:SIUD reader:S',
  work_items: 'housekeeper:S importer:SIUD mover:SIUD reader:S',
  // The rules: an administrator's.
  holidays: 'housekeeper:S mover:S reader:S',
  members: 'mover:s reader:s',
  person_limits: 'mover:S reader:S',
  settings: 'reader:S relay:S',
  sla_policies: 'housekeeper:S importer:SI mover:S reader:S',
  endpoints: 'notifier:S',
  stream_managers: 'relay:S',
  subscriptions: 'housekeeper:s notifier:s relay:S',
  transitions: 'mover:S reader:S',
  value_streams: 'housekeeper:S importer:SI mover:S reader:S',
  wip_limits: 'importer:SIu mover:S reader:S',
  working_hours: 'housekeeper:S mover:S reader:S',
  // What the triggers keep: nobody's to write, but for history that is imported and deadlines that are flagged.
  audit_log: 'importer:SI mover:S reader:S',
  blocked_intervals: 'mover:S reader:S',
  bulk_changes: '',
  bulk_sessions: '',
  field_history: 'mover:S reader:S',
  flow_counts: 'reader:S',
  housekeeping_tasks: 'housekeeper:S',
  item_flow: 'housekeeper:S reader:S',
  item_links: '',
  item_state: '',
  link_walk: '',
  person_wip: 'mover:S reader:S',
  queue_places: '',
  queue_state: 'importer:S mover:S notifier:s reader:S',
  queue_views: 'mover:S reader:S',
  sla_flags: 'housekeeper:Su mover:S reader:S',
  visits: 'reader:S',
  // Delivery.
  collections: 'notifier:S relay:SIUD',
  deliveries: 'notifier:Su reader:s relay:SIU',
  delivery_attempts: 'notifier:I relay:I',
  outbox_events: 'notifier:Su reader:s relay:Su',
  rate_windows: 'notifier:SIU relay:SD',
  subscription_recipients: 'notifier:S relay:SI',
  report_runs: 'housekeeper:SI reader:S',
  // The migrator's own.
  schema_lock: '',
  schema_migrations: '',
  // Views.
  audit_log_chain: '',
  bi_cumulative_flow: 'mover:S reader:S',
  bi_lead_times: 'mover:S reader:S',
  bi_sla: 'mover:S reader:S',
  card_wall: 'mover:S reader:S',
  item_attachments: 'mover:S reader:S',
  item_checklists: 'mover:S reader:S',
  item_comments: 'mover:S reader:S',
  item_progress: 'mover:S reader:S',
  replay_1_steps: '',
  replay_2_visits: '',
  replay_3_item_flow: '',
  replay_4_flow_counts: '',
};

/** The routines that a role may call. All others belong to the triggers. */
export const callable: Readonly<Record<string, string>> = {
  address_of_logger: 'relay',
  address_of_member: 'relay',
  begin_bulk: 'importer',
  complete_delivered_items: 'housekeeper',
  delete_item: 'mover',
  drop_stale_items: 'housekeeper',
  end_bulk: 'importer',
  flag_sla: 'housekeeper',
  housekeep: 'housekeeper',
  place_item: 'mover',
  prune_settled: 'housekeeper',
  restore_item: 'mover',
  setting_value: 'housekeeper notifier relay',
  unsubscribe: 'reader',
};
