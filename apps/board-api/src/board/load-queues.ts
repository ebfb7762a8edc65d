import { type Kind, rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

interface QueueRow {
  name: string;
  kind: Kind;
  wipLimit: number;
  isLimitEnforced: number;
  currentWip: number;
  rulesEnforced: string;
  hasTransitions: number;
}

/** The queues of a stream in flow order, as the rules count them, and the rules that refuse. */
export async function loadQueues(connection: PoolConnection, stream: string) {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT queue_name AS name, kind, wip_limit AS wipLimit, is_limit_enforced AS isLimitEnforced, current_wip AS currentWip,
       rules_enforced AS rulesEnforced, has_transitions AS hasTransitions
     FROM queue_state FORCE INDEX (queue_state_queue) WHERE value_stream = ? ORDER BY position`,
    [stream],
  );
  const all = rowsAs<QueueRow>(rows);
  return {
    queues: all.map(({ name, kind, wipLimit, isLimitEnforced, currentWip }) => ({
      name,
      kind,
      wipLimit: wipLimit < 0 ? null : wipLimit,
      isLimitEnforced: isLimitEnforced === 1,
      currentWip,
    })),
    rulesEnforced: (all[0]?.rulesEnforced ?? '').split(',').filter(isRule),
    hasTransitions: all[0]?.hasTransitions === 1,
  };
}

const RULES = ['transitions', 'blocks', 'dependencies', 'actors'] as const;

function isRule(text: string): text is (typeof RULES)[number] {
  return (RULES as readonly string[]).includes(text);
}

/** The moves that the workflow of a stream lists. */
export async function loadTransitions(connection: PoolConnection, stream: string) {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT from_queue AS `from`, to_queue AS `to` FROM transitions WHERE value_stream = ? ORDER BY 1, 2',
    [stream],
  );
  return rowsAs<{ from: string; to: string }>(rows);
}
