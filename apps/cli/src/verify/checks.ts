import type { PoolConnection } from 'mysql2/promise';
import type { Stream } from '../history/streams.ts';
import { type Comparison, compare, type Findings } from './compare.ts';

export interface Check {
  readonly name: string;
  run(connection: PoolConnection, stream: Stream, show: number): Promise<Findings>;
}

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
];
const visits = ['entry_audit_id', 'item_id', 'queue_id', 'entered_at', 'left_at'];
const flowCounts = [
  'queue_id',
  'interval_start',
  'arrivals',
  'departures',
  'entries',
  'marked',
  'marked_dropped',
  'behind',
];

const comparisons: Readonly<Record<string, Comparison>> = {
  'queue_state counts the rows of queues': {
    columns: ['queue_name', 'current_wip', 'wip_limit'],
    keys: 1,
    kept: 'SELECT queue_name, current_wip, wip_limit FROM queue_state WHERE value_stream = :name',
    replayed: `
      SELECT l.queue_name, COUNT(q.id) AS current_wip, l.wip_limit
      FROM wip_limits l LEFT JOIN queues q ON q.value_stream = l.value_stream AND q.queue_name = l.queue_name
      WHERE l.value_stream = :name GROUP BY l.id, l.queue_name, l.wip_limit`,
  },
  'queues is where audit_log left each item': {
    columns: ['item_id', 'reference', 'queue_id', 'moved_at'],
    keys: 2,
    kept: 'SELECT item_id, reference, queue_id, moved_at FROM queues WHERE value_stream = :name',
    replayed: `
      SELECT a.item_id, a.reference, a.to_queue_id AS queue_id, a.occurred_at AS moved_at
      FROM audit_log a
      JOIN (SELECT MAX(id) AS id FROM audit_log WHERE value_stream_id = :id GROUP BY item_id) last ON last.id = a.id
      WHERE a.to_queue_id IS NOT NULL`,
  },
  'item_flow equals the replay': {
    columns: itemFlow,
    keys: 2,
    kept: `SELECT ${itemFlow.join(', ')} FROM item_flow WHERE value_stream_id = :id`,
    replayed: `SELECT ${itemFlow.join(', ')} FROM replay_3_item_flow WHERE value_stream_id = :id`,
  },
  'visits equals the replay': {
    columns: visits,
    keys: 1,
    kept: `SELECT ${visits.join(', ')} FROM visits WHERE value_stream_id = :id`,
    replayed: `SELECT ${visits.join(', ')} FROM replay_2_visits WHERE value_stream_id = :id`,
  },
  'flow_counts equals the replay': {
    columns: flowCounts,
    keys: 2,
    kept: `
      SELECT ${flowCounts.map((column) => `f.${column}`).join(', ')}
      FROM flow_counts f JOIN wip_limits l ON l.id = f.queue_id WHERE l.value_stream = :name`,
    replayed: `
      SELECT ${flowCounts.join(', ')} FROM replay_4_flow_counts WHERE value_stream_id = :id
      UNION ALL SELECT id, '1970-01-01 00:00:00', 0, 0, 0, 0, 0, 0 FROM wip_limits WHERE value_stream = :name`,
  },
};

/** In the order of what they build on. */
export const checks: readonly Check[] = Object.entries(comparisons).map(([name, comparison]) => ({
  name,
  run: (connection, stream, show) => compare(connection, stream, comparison, show),
}));
