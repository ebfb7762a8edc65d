import { DAY, HOUR } from '@kanban/domain';
import type { History, NaiveBlock } from '@kanban/domain/testing';
import { sqlInstant } from '@kanban/schema';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';

/** `import`: all rows, then a set-wise rebuild. `sql`: row by row, each projected as a move does it. */
export type Way = 'import' | 'sql';

export interface StreamInDatabase {
  name: string;
  history: History;
}

let streams = 0;

/** Writes a history as a value stream of its own, with ids that no other one has; gives it back with these ids. */
export async function writeHistory(
  pool: Pool,
  given: History,
  { timeZone, way }: { timeZone: string; way: Way },
): Promise<StreamInDatabase> {
  streams += 1;
  const name = `stream-${streams}`;
  const history = withOwnIds(given, streams);
  await pool.query('INSERT INTO value_streams (name, time_zone) VALUES (?, ?)', [name, timeZone]);
  const [[stream]] = await pool.query<never[]>('SELECT id FROM value_streams WHERE name = ?', [name]);
  const streamId = (stream as unknown as { id: number }).id;
  await insert(
    pool,
    'wip_limits (id, value_stream, queue_name, wip_limit, position, kind)',
    history.queues.map((q) => [q.id, name, q.name, q.wipLimit, q.position, q.kind]),
  );
  await insert(
    pool,
    'work_items (id, reference, value_stream, type, class_of_service, date_due)',
    history.items.map((item) => [
      item.itemId,
      referenceOf(item.itemId),
      name,
      item.type ?? 'none',
      item.classOfService ?? 'none',
      item.dueAt === null ? null : sqlInstant(item.dueAt),
    ]),
  );
  await insert(
    pool,
    'sla_policies (value_stream, class_of_service, type, measure, clock, target_hours)',
    history.policies.map((p) => [
      name,
      p.classOfService ?? '',
      p.type ?? '',
      p.measure,
      p.clock,
      p.targetUs / HOUR,
    ]),
  );
  await insert(
    pool,
    'working_hours (value_stream, weekday, starts, ends)',
    history.hours.map(({ weekday, starts, ends }) => [name, weekday, starts, ends]),
  );
  await insert(
    pool,
    'holidays (value_stream, day)',
    history.holidays.map((day) => [name, day]),
  );
  const queueName = (id: number | null) => history.queues.find((queue) => queue.id === id)?.name ?? null;
  const before = new Map<number, number | null>();
  const rows = history.rows.map((row) => {
    const from = before.get(row.itemId) ?? null;
    before.set(row.itemId, row.toQueueId);
    const [fromName, toName] = [queueName(from), queueName(row.toQueueId)];
    const at = sqlInstant(row.occurredAt);
    return [
      at,
      referenceOf(row.itemId),
      fromName,
      toName,
      streamId,
      row.itemId,
      from,
      row.toQueueId,
      'test',
      way,
    ];
  });
  const into =
    'audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id, to_queue_id, actor, source)';
  if (way === 'import') {
    await insert(pool, into, rows);
    await pool.query('CALL rebuild_projections(?)', [streamId]);
    return { name, history };
  }
  for (const row of rows) {
    const [{ insertId }] = await pool.query<ResultSetHeader>(`INSERT INTO ${into} VALUES ?`, [[row]]);
    await project(pool, insertId);
  }
  return { name, history };
}

/** Writes blocks of items that `writeHistory` has written. */
export async function writeBlocks(pool: Pool, stream: string, blocks: readonly NaiveBlock[]): Promise<void> {
  const [[row]] = await pool.query<RowDataPacket[]>('SELECT id FROM value_streams WHERE name = ?', [stream]);
  await insert(
    pool,
    'blocked_intervals (value_stream_id, item_id, reference, reason, blocked_at, blocked_by, unblocked_at)',
    blocks.map(({ itemId, reason, blockedAt, unblockedAt }) => [
      ...[row?.id, itemId, referenceOf(itemId), reason, sqlInstant(blockedAt), 'test'],
      unblockedAt === null ? null : sqlInstant(unblockedAt),
    ]),
  );
}

/** What record_move calls, with what it has read of the item and the queue. */
async function project(pool: Pool, auditId: number): Promise<void> {
  const [[row]] = await pool.query<RowDataPacket[]>(
    `SELECT a.id, CAST(a.occurred_at AS CHAR) AS at, a.item_id, a.reference, a.value_stream_id, a.from_queue_id, a.to_queue_id,
       q.kind, q.position, NULL AS counted_until, f.last_audit_id, f.location_queue_id, f.furthest_queue_id, f.furthest_position,
       CAST(f.committed_at AS CHAR) AS committed, CAST(f.finished_at AS CHAR) AS finished, CAST(f.dropped_at AS CHAR) AS dropped,
       f.spell_audit_id
     FROM audit_log a LEFT JOIN wip_limits q ON q.id = a.to_queue_id LEFT JOIN item_flow f ON f.item_id = a.item_id WHERE a.id = ?`,
    [auditId],
  );
  const values = Object.values(row ?? {});
  await pool.query(`CALL project_audit_row(${values.map(() => '?').join(', ')})`, values);
}

export function referenceOf(itemId: number): string {
  return `item-${itemId}`;
}

async function insert(pool: Pool, into: string, rows: unknown[][]): Promise<void> {
  if (rows.length > 0) await pool.query(`INSERT INTO ${into} VALUES ?`, [rows]);
}

/** Targets become whole thousandths of an hour, as the database keeps them. */
function withOwnIds({ queues, rows, items, policies, ...others }: History, place: number): History {
  const queueId = (id: number) => place * 1000 + id;
  const itemId = (id: number) => place * 1000 + id;
  return {
    ...others,
    queues: queues.map((queue) => ({ ...queue, id: queueId(queue.id) })),
    rows: rows.map((row) => ({
      ...row,
      itemId: itemId(row.itemId),
      toQueueId: row.toQueueId === null ? null : queueId(row.toQueueId),
    })),
    items: items.map((item) => ({ ...item, itemId: itemId(item.itemId) })),
    policies: policies.map((policy) => ({
      ...policy,
      targetUs: Math.min(Math.max(Math.round(policy.targetUs / 3_600_000), 1) * 3_600_000, 10 * DAY),
    })),
  };
}
