import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';

type Client = Pick<Pool | PoolConnection, 'query'>;

/** The cards of each queue in their order. A locking read: a snapshot may be older than what others did. */
export async function orderInDatabase(client: Client, stream: string): Promise<Map<string, string[]>> {
  const [rows] = await client.query<RowDataPacket[]>(
    `SELECT q.queue_name AS queue, q.reference FROM queues q JOIN queue_places p ON p.item_id = q.item_id
     WHERE q.value_stream = ? ORDER BY p.place_rank, p.item_id LOCK IN SHARE MODE`,
    [stream],
  );
  const order = new Map<string, string[]>();
  for (const { queue, reference } of rows) order.set(queue, [...(order.get(queue) ?? []), reference]);
  return order;
}

export async function progressInDatabase(client: Client, stream: string) {
  const [rows] = await client.query<RowDataPacket[]>(
    'SELECT p.* FROM item_progress p JOIN work_items w ON w.reference = p.reference WHERE w.value_stream = ?',
    [stream],
  );
  return Object.fromEntries(
    rows.map(({ reference, share, ...counts }) => [
      reference,
      { ...counts, share: share === null ? null : Number(share) },
    ]),
  );
}

/** All that can be seen of the board of a stream, as `model/shown.ts` says it. */
export async function boardInDatabase(client: Client, stream: string) {
  const read = async (sql: string) => (await client.query<RowDataPacket[]>(sql, [stream]))[0];
  const list = async (sql: string) => (await read(sql)).map((row) => Object.values(row));
  const lines = async (sql: string) => (await read(sql)).map((row) => row.line as string);
  const order = await orderInDatabase(client, stream);
  const queues = await list(
    'SELECT queue_name, current_wip FROM queue_state WHERE value_stream = ? ORDER BY queue_id',
  );
  const persons = await list(
    `SELECT p.assignee, p.current_wip FROM person_wip p JOIN value_streams v ON v.id = p.value_stream_id
     WHERE v.name = ? AND p.current_wip > 0`,
  );
  const flags = await list(
    `SELECT f.reference, f.flag, CAST(f.deadline AS CHAR), f.is_current FROM sla_flags f
     JOIN work_items w ON w.id = f.item_id WHERE w.value_stream = ? ORDER BY f.reference, f.id`,
  );
  const blocks = await list(
    `SELECT b.reference, b.reason, b.unblocked_at FROM blocked_intervals b
     JOIN value_streams v ON v.id = b.value_stream_id WHERE v.name = ? ORDER BY b.id`,
  );
  const log = await list(
    `SELECT a.reference, CAST(a.from_queue_id - f.first_id AS SIGNED), CAST(a.to_queue_id - f.first_id AS SIGNED), a.rule_notes
     FROM audit_log a JOIN value_streams v ON v.id = a.value_stream_id
     JOIN (SELECT value_stream, MIN(id) AS first_id FROM wip_limits GROUP BY value_stream) f ON f.value_stream = v.name
     WHERE v.name = ? ORDER BY a.reference, a.id`,
  );
  const told = await read(
    `SELECT CONCAT(topic, ' ', JSON_UNQUOTE(JSON_EXTRACT(payload, '$.reference'))) AS line FROM outbox_events
     WHERE topic LIKE 'work\\_item.%' AND JSON_UNQUOTE(JSON_EXTRACT(payload, '$.value_stream')) = ?`,
  );
  return {
    queues: queues.map(([name, wip]) => [name, wip, order.get(name as string) ?? []]),
    people: Object.fromEntries(persons),
    items: await list(
      `SELECT w.reference, s.open_dependencies, s.is_committed, s.is_finished, s.is_blocked, s.is_deleted
       FROM work_items w JOIN item_state s ON s.item_id = w.id WHERE w.value_stream = ? ORDER BY w.reference`,
    ),
    progress: await progressInDatabase(client, stream),
    comments: await list(
      'SELECT reference, body FROM item_comments WHERE value_stream = ? ORDER BY reference, id',
    ),
    checklists: await list(
      'SELECT reference, place, label, is_done FROM item_checklists WHERE value_stream = ? ORDER BY reference, place',
    ),
    attachments: await list(
      'SELECT reference, name FROM item_attachments WHERE value_stream = ? ORDER BY reference, id',
    ),
    flags: flags.map(([reference, flag, deadline, isCurrent]) => [
      reference,
      flag,
      deadline,
      isCurrent !== null,
    ]),
    blocks: blocks.map(([reference, reason, until]) => [reference, reason, until !== null]),
    log: log.map(([reference, from, to, notes]) => [
      reference,
      from,
      to,
      ((notes as string | null)?.split(',') ?? []).toSorted(),
    ]),
    // Fields that no operation changes leave a row only when the item is deleted for good.
    history: await lines(
      `SELECT CONCAT(h.reference, ' ', h.field, ': ', IF(h.field = 'deleted_at' AND h.old_value IS NOT NULL, 'set',
         COALESCE(h.old_value, 'null')), ' to ', IF(h.field = 'deleted_at' AND h.new_value IS NOT NULL, 'set',
         COALESCE(h.new_value, 'null'))) AS line
       FROM field_history h JOIN value_streams v ON v.id = h.value_stream_id WHERE v.name = ?
         AND h.field NOT IN ('value_stream', 'priority', 'class_of_service', 'type', 'date_logged', 'depends_on') ORDER BY h.id`,
    ),
    told: told.map((row) => row.line as string).toSorted(),
  };
}
