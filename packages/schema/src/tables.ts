import type { Instant } from '@kanban/domain/instant';
import type { ColumnType, Generated } from 'kysely';

/** Read as microseconds, written as the text `sqlInstant` makes. */
type DateTime = ColumnType<Instant, string, string>;
type OptionalDateTime = ColumnType<Instant | null, string | null | undefined, string | null>;
type DefaultDateTime = ColumnType<Instant, string | undefined, string>;
/** BOOLEAN is TINYINT(1): 0 or 1. */
type Flag = ColumnType<number, boolean | number | undefined, boolean | number>;

export type Kind = 'backlog' | 'buffer' | 'active' | 'delivered' | 'completed' | 'dropped';
export type DeliveryState = 'pending' | 'queued' | 'sending' | 'sent' | 'dead' | 'superseded' | 'collected';

/** The tables and views of `sql/`, as Kysely sees them. Comments stand where the tables are made. */
export interface Database {
  value_streams: {
    id: Generated<number>;
    name: string;
    time_zone: Generated<string>;
    created_at: DefaultDateTime;
    archived_at: ColumnType<number | null, number | null | undefined, number | null>;
  };
  wip_limits: {
    id: Generated<number>;
    value_stream: Generated<string>;
    queue_name: string;
    wip_limit: Generated<number>;
    position: ColumnType<number, number | undefined, number>;
    kind: ColumnType<Kind, Kind | undefined, Kind>;
  };
  work_items: {
    id: Generated<number>;
    reference: string;
    short_desc: Generated<string>;
    description: string | null;
    value_stream: Generated<string>;
    type: Generated<string>;
    class_of_service: Generated<string>;
    priority: Generated<number>;
    date_logged: DefaultDateTime;
    date_due: OptionalDateTime;
    assignee: string | null;
    dependency: string | null;
    parent: string | null;
  };
  blocked_intervals: {
    id: Generated<number>;
    value_stream_id: number;
    item_id: number;
    reference: string;
    reason: string;
    blocked_at: DateTime;
    blocked_by: string;
    unblocked_at: OptionalDateTime;
    unblocked_by: string | null;
    blocked_login: string | null;
    unblocked_login: string | null;
  };
  queues: {
    id: Generated<number>;
    reference: string;
    queue_name: string;
    moved_at: ColumnType<Instant, string | undefined, string>;
    value_stream: ColumnType<string, string | undefined, string>;
    item_id: ColumnType<number, number | undefined, number>;
    queue_id: ColumnType<number, number | undefined, number>;
  };
  queue_state: {
    queue_id: number;
    value_stream: string;
    queue_name: string;
    current_wip: number;
    wip_limit: number;
    is_limit_enforced: Flag;
    moves: number;
  };
  audit_log: {
    id: Generated<number>;
    occurred_at: DateTime;
    reference: string;
    from_queue: string | null;
    to_queue: string | null;
    value_stream_id: number;
    item_id: number;
    from_queue_id: number | null;
    to_queue_id: number | null;
    actor: string;
    reason: string | null;
    source: Generated<string>;
    login: ColumnType<string | null, never, never>;
    batch_id: number | null;
  };
  import_batches: {
    id: Generated<number>;
    started_at: DateTime;
    recorded_at: OptionalDateTime;
    actor: string;
    login: string;
    origin: string | null;
    first_audit_id: number;
    last_audit_id: number | null;
    audit_rows: number;
  };
  item_flow: ItemFlow;
  visits: Visit;
  flow_counts: FlowCounts;
  replay_2_visits: Visit;
  replay_3_item_flow: ItemFlow;
  replay_4_flow_counts: FlowCounts & { value_stream_id: number };
  outbox_events: {
    id: Generated<number>;
    topic: string;
    payload: ColumnType<unknown, string, string>;
    created_at: DefaultDateTime;
    fanned_out_at: OptionalDateTime;
    processed_at: OptionalDateTime;
    attempts: Generated<number>;
    last_error: string | null;
  };
  subscriptions: {
    id: Generated<number>;
    topic: Generated<string>;
    value_stream: string | null;
    queue_name: string | null;
    channel: Generated<string>;
    recipient: string | null;
    is_active: Flag;
    created_at: DefaultDateTime;
    role: 'logger' | 'assignee' | 'manager' | null;
    assignee: string | null;
    time_zone: string | null;
    quiet_from: string | null;
    quiet_until: string | null;
    digest: string | null;
  };
  stream_managers: { value_stream: string; member: string };
  subscription_recipients: {
    subscription_id: number;
    recipient: string;
    token: string;
    created_at: DefaultDateTime;
    unsubscribed_at: OptionalDateTime;
  };
  collections: { collection_key: string; due_at: OptionalDateTime; delivery_id: number | null };
  rate_windows: { scope: string; begins_at: DateTime; used: number };
  deliveries: {
    id: Generated<number>;
    event_id: number;
    channel: string;
    recipient: string;
    state: Generated<DeliveryState>;
    attempts: Generated<number>;
    round: Generated<number>;
    created_at: DefaultDateTime;
    due_at: DefaultDateTime;
    queued_at: OptionalDateTime;
    claim_token: string | null;
    claim_expires_at: OptionalDateTime;
    message_id: string | null;
    handed_over_at: OptionalDateTime;
    may_be_duplicate: Flag;
    last_error: string | null;
    settled_at: OptionalDateTime;
    dropped_at: OptionalDateTime;
    dropped_by: string | null;
    dropped_reason: string | null;
    subscription_id: number | null;
    burst_key: string | null;
    is_digest: Flag;
    carries: Generated<number>;
    carried_by: number | null;
    superseded_by: number | null;
    superseded_reason: string | null;
    admitted_at: OptionalDateTime;
    admitted_globally_at: OptionalDateTime;
  };
  delivery_attempts: {
    id: Generated<number>;
    delivery_id: number;
    attempt: number;
    outcome: 'failed' | 'dead' | 'expired' | 'retried';
    said: string;
    ended_at: DefaultDateTime;
  };
  endpoints: {
    id: Generated<number>;
    name: string;
    channel: string;
    url: string;
    secret: string | null;
    is_active: Flag;
    created_at: DefaultDateTime;
  };
  sla_policies: {
    id: Generated<number>;
    value_stream: Generated<string>;
    class_of_service: Generated<string>;
    type: Generated<string>;
    measure: Generated<'lead' | 'cycle'>;
    target_hours: number;
    clock: Generated<'elapsed' | 'working'>;
  };
  working_hours: { value_stream: Generated<string>; weekday: number; starts: string; ends: string };
  /** `day` comes back as a Date of the driver's: format it in SQL. */
  holidays: {
    value_stream: Generated<string>;
    day: ColumnType<unknown, string, string>;
    name: Generated<string>;
  };
  settings: { name: string; value_stream: Generated<string>; value: string };
  bulk_sessions: {
    id: Generated<number>;
    connection_id: number;
    node: string | null;
    started_at: OptionalDateTime;
    started_by: string | null;
    reason: string | null;
    first_audit_id: number | null;
    finished_by: number | null;
    batch_id: number | null;
  };
  card_wall: {
    value_stream: string;
    position: number;
    queue_name: string;
    place: number;
    reference: string;
    short_desc: string;
    type: string;
    class_of_service: string;
    priority: number;
    assignee: string | null;
    dependency: string | null;
    date_logged: Instant;
    date_due: Instant | null;
    past_due: 'Y' | 'N';
    entered_at: Instant;
    committed_at: Instant | null;
    finished_at: Instant | null;
    in_queue_since: Instant;
    age_days: number;
    description: string | null;
    blocked: 'Y' | 'N';
    blocked_reason: string | null;
    open_dependencies: number;
    parent: string | null;
    defect_of: string | null;
    queue_id: number;
  };
}

interface ItemFlow {
  item_id: number;
  value_stream_id: number;
  reference: string;
  first_audit_id: number;
  last_audit_id: number;
  entered_at: DateTime;
  last_at: DateTime;
  committed_at: OptionalDateTime;
  finished_at: OptionalDateTime;
  dropped_at: OptionalDateTime;
  location_queue_id: number | null;
  furthest_queue_id: number | null;
  furthest_position: number | null;
  is_removed: Flag;
}

interface Visit {
  entry_audit_id: number;
  item_id: number;
  value_stream_id: number;
  queue_id: number;
  entered_at: DateTime;
  left_at: OptionalDateTime;
}

interface FlowCounts {
  queue_id: number;
  interval_start: DateTime;
  arrivals: number;
  departures: number;
  entries: number;
  marked: number;
  marked_dropped: number;
  behind: number;
}
