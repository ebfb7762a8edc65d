import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';

type Connection = Pool | PoolConnection;

/** The queues of the board that most tests use, in the stream `main`: name and WIP limit (-1: unlimited). */
export const boardQueues = [
  ['backlog', -1],
  ['triage', 3],
  ['development', 3],
  ['test', 3],
  ['uat', 5],
  ['production', -1],
  ['drop', -1],
] as const;

/** Creates the queues above. The login of the tests may act as anybody. */
export async function createBoard(connection: Connection): Promise<void> {
  await connection.query('INSERT INTO wip_limits (queue_name, wip_limit) VALUES ?', [boardQueues]);
  await connection.query("INSERT INTO members (name, may_speak_for_others) VALUES ('root', TRUE)");
}

/** Logs items and puts them into a queue, by two statements. */
export async function enter(connection: Connection, queue: string, ...references: string[]): Promise<void> {
  await connection.query('INSERT INTO work_items (reference) VALUES ?', [references.map((each) => [each])]);
  await connection.query('INSERT INTO queues (reference, queue_name) VALUES ?', [
    references.map((each) => [each, queue]),
  ]);
}

/** Moves one card the way anyone does. */
export async function move(connection: Connection, reference: string, queue: string): Promise<void> {
  await connection.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, reference]);
}

/** Everything the rules keep, to show that a refused statement changed nothing. */
export async function everything(connection: Connection): Promise<Record<string, RowDataPacket[]>> {
  const tables = [
    'queues',
    'queue_state',
    'audit_log',
    'item_flow',
    'item_spells',
    'visits',
    'flow_counts',
    'outbox_events',
    'wip_limits',
    'work_items',
    'item_state',
    'person_wip',
    'queue_places',
    'placements',
    'field_history',
    'blocked_intervals',
    'dependencies',
    'transitions',
    'sla_flags',
    'age_flags',
    'budget_flags',
    'comments',
    'checklist_items',
    'attachments',
  ];
  const rows: Record<string, RowDataPacket[]> = {};
  for (const table of tables) {
    [rows[table]] = await connection.query<RowDataPacket[]>(`SELECT * FROM ${table} ORDER BY 1, 2`);
  }
  return rows;
}

/** `queue_name → items` by counting the rows of `queues`, beside what `queue_state` says. */
export async function counts(
  connection: Connection,
): Promise<Record<string, { counted: number; kept: number }>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT s.queue_name, s.current_wip AS kept, COUNT(q.id) AS counted
     FROM queue_state s LEFT JOIN queues q ON q.queue_id = s.queue_id GROUP BY s.queue_id, s.queue_name, s.current_wip`,
  );
  return Object.fromEntries(rows.map((row) => [row.queue_name, { counted: row.counted, kept: row.kept }]));
}

/** The outbox in order, with parsed payloads. */
export async function outbox(
  connection: Connection,
): Promise<{ topic: string; payload: Record<string, unknown> }[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT topic, payload FROM outbox_events ORDER BY id',
  );
  return rows.map(({ topic, payload }) => ({
    topic,
    payload: typeof payload === 'string' ? JSON.parse(payload) : payload,
  }));
}
