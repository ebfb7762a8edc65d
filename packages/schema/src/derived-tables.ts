import { rulesEnforced } from '@kanban/board/setting-functions';

/**
 * Everything the triggers keep that follows from something else: what is kept, and the same made from what it follows from.
 * `kanban verify` and the tests hold the two against each other; `kanban rebuild` makes the first from the second.
 */
export interface DerivedTable {
  /** The columns that must agree, the first ones telling the row. */
  readonly columns: readonly string[];
  /** How many of them tell the row. */
  readonly keys: number;
  /** SELECTs of these columns and `value_stream_id`, of all streams. */
  readonly kept: string;
  readonly replayed: string;
}

/** Whether a rule refuses, from the settings by a plain read: `is_switched_on` is of the latest ones, past any snapshot. */
const isOn = (setting: string, stream: string) => `(setting_value(${setting}, ${stream}) = 'on')`;
const queueState = [
  'queue_name',
  'queue_id',
  'current_wip',
  'wip_limit',
  'is_limit_enforced',
  'position',
  'kind',
  'has_transitions',
  'rules_enforced',
  'counted_until',
];
const itemFlow = [
  'item_id',
  'reference',
  'first_audit_id',
  'last_audit_id',
  'entered_at',
  'last_at',
  'committed_at',
  'finished_at',
  'dropped_at',
  'location_queue_id',
  'furthest_queue_id',
  'furthest_position',
  'is_removed',
  'spell_audit_id',
];
const itemSpells = [
  'item_id',
  'begin_audit_id',
  'begin_at',
  'committed_at',
  'end_audit_id',
  'end_at',
  'end_kind',
];
const visits = ['item_id', 'entry_audit_id', 'queue_id', 'entered_at', 'left_at'];
const flowCounts = [
  'queue_id',
  'interval_start',
  'arrivals',
  'departures',
  'entries',
  'marked',
  'marked_dropped',
  'behind',
  'wip_begun',
  'wip_ended',
];
const itemState = [
  'item_id',
  'assignee',
  'is_committed',
  'is_wip',
  'is_finished',
  'is_blocked',
  'is_deleted',
  'is_housekept',
  'open_dependencies',
  'dependents',
];
const personWip = ['assignee', 'current_wip', 'wip_limit', 'is_own_limit', 'is_limit_enforced'];

/** Name of the check → the table, in the order of what they build on. */
export const derivedTables: Readonly<Record<string, DerivedTable>> = {
  'queue_state counts the rows of queues and says what wip_limits, transitions and settings do': {
    columns: [...queueState, 'cards_before_first_rank'],
    keys: 1,
    kept: `
      SELECT v.id AS value_stream_id, ${queueState.map((column) => `s.${column}`).join(', ')},
        (SELECT COUNT(*) FROM queue_places p
         WHERE p.queue_id = s.queue_id AND p.place_rank < s.first_rank AND p.item_id < 9223372036854775808) AS cards_before_first_rank
      FROM queue_state s JOIN value_streams v ON v.name = s.value_stream`,
    replayed: `
      SELECT v.id AS value_stream_id, l.queue_name, l.id AS queue_id,
        (SELECT COUNT(*) FROM queues q WHERE q.value_stream = l.value_stream AND q.queue_name = l.queue_name) AS current_wip,
        l.wip_limit, ${isOn("'enforce_wip_limits'", 'v.name')} AS is_limit_enforced, l.position, l.kind,
        EXISTS (SELECT 1 FROM transitions t WHERE t.value_stream = l.value_stream) AS has_transitions,
        ${rulesEnforced(isOn, 'v.name')} AS rules_enforced,
        (SELECT MAX(f.interval_start) FROM flow_counts f WHERE f.queue_id = l.id) AS counted_until,
        0 AS cards_before_first_rank
      FROM wip_limits l JOIN value_streams v ON v.name = l.value_stream`,
  },
  'queues is where audit_log left each item': {
    columns: ['item_id', 'reference', 'queue_id', 'moved_at'],
    keys: 2,
    // A card put back while another takes it off has the time from before it waited; the log has the time of the removal.
    kept: `
      SELECT v.id AS value_stream_id, q.item_id, q.reference, q.queue_id,
        GREATEST(q.moved_at, COALESCE(
          (SELECT MAX(a.occurred_at) FROM audit_log a
           WHERE a.value_stream_id = v.id AND a.item_id = q.item_id AND a.to_queue_id IS NULL), q.moved_at)) AS moved_at
      FROM queues q JOIN value_streams v ON v.name = q.value_stream`,
    replayed: `
      SELECT a.value_stream_id, a.item_id, a.reference, a.to_queue_id AS queue_id, a.occurred_at AS moved_at
      FROM audit_log a
      JOIN (SELECT MAX(id) AS id FROM audit_log GROUP BY value_stream_id, item_id) last ON last.id = a.id
      WHERE a.to_queue_id IS NOT NULL`,
  },
  'queues names items and queues by their ids': {
    columns: ['reference', 'item_id', 'queue_name', 'queue_id'],
    keys: 1,
    kept: `
      SELECT v.id AS value_stream_id, q.reference, q.item_id, q.queue_name, q.queue_id
      FROM queues q JOIN value_streams v ON v.name = q.value_stream`,
    replayed: `
      SELECT v.id AS value_stream_id, q.reference, w.id AS item_id, q.queue_name, l.id AS queue_id
      FROM queues q
      JOIN work_items w ON w.reference = q.reference
      JOIN value_streams v ON v.name = w.value_stream
      LEFT JOIN wip_limits l ON l.value_stream = w.value_stream AND l.queue_name = q.queue_name`,
  },
  'item_flow equals the replay': {
    columns: itemFlow,
    keys: 2,
    kept: `SELECT value_stream_id, ${itemFlow.join(', ')} FROM item_flow`,
    replayed: `SELECT value_stream_id, ${itemFlow.join(', ')} FROM replay_3_item_flow`,
  },
  'visits equals the replay': {
    columns: visits,
    keys: 2,
    kept: `SELECT value_stream_id, ${visits.join(', ')} FROM visits`,
    replayed: `SELECT value_stream_id, ${visits.join(', ')} FROM replay_2_visits`,
  },
  'item_spells equals the replay': {
    columns: itemSpells,
    keys: 2,
    kept: `SELECT value_stream_id, ${itemSpells.join(', ')} FROM item_spells`,
    replayed: `SELECT value_stream_id, ${itemSpells.join(', ')} FROM replay_5_item_spells`,
  },
  'flow_counts equals the replay': {
    columns: flowCounts,
    keys: 2,
    kept: `
      SELECT v.id AS value_stream_id, ${flowCounts.map((column) => `f.${column}`).join(', ')}
      FROM flow_counts f JOIN wip_limits l ON l.id = f.queue_id JOIN value_streams v ON v.name = l.value_stream`,
    replayed: `
      SELECT value_stream_id, ${flowCounts.join(', ')} FROM replay_4_flow_counts
      UNION ALL
      SELECT v.id, l.id, CAST('1970-01-01 00:00:00' AS DATETIME), 0, 0, 0, 0, 0, 0, 0, 0
      FROM wip_limits l JOIN value_streams v ON v.name = l.value_stream`,
  },
  'dependencies names items by their ids': {
    columns: ['reference', 'depends_on', 'item_id', 'depends_on_id'],
    keys: 2,
    kept: `
      SELECT v.id AS value_stream_id, d.reference, d.depends_on, d.item_id, d.depends_on_id
      FROM dependencies d JOIN work_items w ON w.reference = d.reference JOIN value_streams v ON v.name = w.value_stream`,
    replayed: `
      SELECT v.id AS value_stream_id, d.reference, d.depends_on, w.id AS item_id, b.id AS depends_on_id
      FROM dependencies d
      JOIN work_items w ON w.reference = d.reference
      JOIN work_items b ON b.reference = d.depends_on
      JOIN value_streams v ON v.name = w.value_stream
      UNION
      SELECT v.id, w.reference, b.reference, w.id, b.id
      FROM work_items w JOIN work_items b ON b.reference = w.dependency JOIN value_streams v ON v.name = w.value_stream`,
  },
  'item_links is what dependencies and work_items.parent say': {
    columns: ['kind', 'item_id', 'to_id'],
    keys: 3,
    kept: `
      SELECT s.value_stream_id, l.kind, l.item_id, l.to_id
      FROM item_links l JOIN item_state s ON s.item_id = l.item_id`,
    replayed: `
      SELECT s.value_stream_id, 'dependency' AS kind, d.item_id, d.depends_on_id AS to_id
      FROM dependencies d JOIN item_state s ON s.item_id = d.item_id
      UNION ALL
      SELECT s.value_stream_id, 'parent', w.id, p.id
      FROM work_items w JOIN work_items p ON p.reference = w.parent JOIN item_state s ON s.item_id = w.id`,
  },
  // A work item that is deleted for good leaves its row: it is nobody's, not blocked, and its log goes on being checked.
  'item_state is what work_items, item_flow and dependencies say': {
    columns: itemState,
    keys: 1,
    kept: `SELECT value_stream_id, ${itemState.join(', ')} FROM item_state`,
    replayed: `
      SELECT COALESCE(v.id, f.value_stream_id, s.value_stream_id) AS value_stream_id, ids.item_id,
        NULLIF(w.assignee, '') AS assignee,
        f.committed_at IS NOT NULL AS is_committed,
        (f.committed_at IS NOT NULL AND f.finished_at IS NULL AND f.dropped_at IS NULL) AS is_wip,
        f.finished_at IS NOT NULL AS is_finished,
        w.blocked_reason IS NOT NULL AS is_blocked,
        (w.id IS NULL OR w.deleted_at IS NOT NULL) AS is_deleted,
        FALSE AS is_housekept,
        COALESCE(open.dependencies, 0) AS open_dependencies,
        COALESCE(waiting.items, 0) AS dependents
      FROM (SELECT id AS item_id FROM work_items UNION SELECT item_id FROM item_flow UNION SELECT item_id FROM item_state) ids
      LEFT JOIN item_state s ON s.item_id = ids.item_id
      LEFT JOIN work_items w ON w.id = ids.item_id
      LEFT JOIN value_streams v ON v.name = w.value_stream
      LEFT JOIN item_flow f ON f.item_id = ids.item_id
      LEFT JOIN (
        SELECT d.item_id, COUNT(*) AS dependencies
        FROM dependencies d LEFT JOIN item_flow b ON b.item_id = d.depends_on_id
        WHERE b.finished_at IS NULL GROUP BY d.item_id
      ) open ON open.item_id = ids.item_id
      LEFT JOIN (SELECT depends_on_id, COUNT(*) AS items FROM dependencies GROUP BY depends_on_id) waiting
        ON waiting.depends_on_id = ids.item_id`,
  },
  'person_wip counts what each person has in progress': {
    columns: personWip,
    keys: 1,
    kept: `SELECT value_stream_id, ${personWip.join(', ')} FROM person_wip`,
    replayed: `
      SELECT p.value_stream_id, p.assignee, COALESCE(held.items, 0) AS current_wip,
        COALESCE(own.wip_limit, everybody.wip_limit, -1) AS wip_limit,
        (p.assignee <> '' AND own.wip_limit IS NOT NULL) AS is_own_limit,
        ${isOn("'enforce_person_limits'", 'v.name')} AS is_limit_enforced
      FROM (SELECT value_stream_id, assignee FROM person_wip
            UNION SELECT v.id, w.assignee FROM work_items w JOIN value_streams v ON v.name = w.value_stream
            WHERE w.assignee <> ''
            UNION SELECT v.id, l.assignee FROM person_limits l JOIN value_streams v ON v.name = l.value_stream) p
      JOIN value_streams v ON v.id = p.value_stream_id
      LEFT JOIN person_limits own ON own.value_stream = v.name AND own.assignee = p.assignee
      LEFT JOIN person_limits everybody ON everybody.value_stream = v.name AND everybody.assignee = ''
      LEFT JOIN (
        SELECT f.value_stream_id, w.assignee, COUNT(*) AS items
        FROM item_flow f JOIN work_items w ON w.id = f.item_id
        WHERE f.committed_at IS NOT NULL AND f.finished_at IS NULL AND f.dropped_at IS NULL AND w.assignee <> ''
        GROUP BY f.value_stream_id, w.assignee
      ) held ON held.value_stream_id = p.value_stream_id AND held.assignee = p.assignee`,
  },
  'queue_places has a place for each card': {
    columns: ['item_id', 'queue_id'],
    keys: 1,
    kept: `
      SELECT v.id AS value_stream_id, p.item_id, p.queue_id
      FROM queue_places p LEFT JOIN wip_limits l ON l.id = p.queue_id LEFT JOIN value_streams v ON v.name = l.value_stream
      WHERE p.item_id < 9223372036854775808`,
    replayed: `
      SELECT v.id AS value_stream_id, q.item_id, q.queue_id FROM queues q JOIN value_streams v ON v.name = q.value_stream`,
  },
  'queue_places bounds each queue by two rows that are no cards': {
    columns: ['queue_id', 'place_rank', 'item_id'],
    keys: 2,
    kept: `
      SELECT v.id AS value_stream_id, p.queue_id, p.place_rank, p.item_id
      FROM queue_places p LEFT JOIN wip_limits l ON l.id = p.queue_id LEFT JOIN value_streams v ON v.name = l.value_stream
      WHERE p.item_id >= 9223372036854775808`,
    replayed: `
      SELECT v.id AS value_stream_id, l.id AS queue_id, IF(side.is_last, 9000000000000000000, -9000000000000000000) AS place_rank,
        18446744073709551615 - 2 * l.id - side.is_last AS item_id
      FROM wip_limits l JOIN value_streams v ON v.name = l.value_stream
      CROSS JOIN (SELECT 0 AS is_last UNION ALL SELECT 1) side`,
  },
  'blocked_intervals has an open one for each blocked item': {
    columns: ['item_id', 'reference'],
    keys: 2,
    kept: 'SELECT value_stream_id, item_id, reference FROM blocked_intervals WHERE unblocked_at IS NULL',
    replayed: `
      SELECT v.id AS value_stream_id, w.id AS item_id, w.reference
      FROM work_items w JOIN value_streams v ON v.name = w.value_stream WHERE w.blocked_reason IS NOT NULL`,
  },
};
