import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { chainHash } from '../../chain-hash.ts';
import { sqlInstant } from '../../instants.ts';
import type { PlannedItem, PlannedStep } from './plan-stream.ts';

/** Rows a statement: beyond this a larger statement is no faster. */
const ROWS = 2_000;

type Cell = string | number | Buffer | null;

/** Returns the ids by reference. */
export async function insertItems(
  connection: PoolConnection,
  items: readonly PlannedItem[],
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const some of parts(items)) {
    await connection.query(
      `INSERT INTO work_items (reference, short_desc, value_stream, type, class_of_service, assignee, date_logged, date_due)
       VALUES ?`,
      [
        some.map((item): Cell[] => [
          item.reference,
          `Item ${item.reference}`,
          item.stream,
          item.type,
          item.classOfService,
          item.assignee,
          sqlInstant(item.loggedAt),
          item.dueAt === null ? null : sqlInstant(item.dueAt),
        ]),
      ],
    );
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT id, reference FROM work_items WHERE reference IN (?)',
      [some.map(({ reference }) => reference)],
    );
    for (const { id, reference } of rows) ids.set(reference, id);
  }
  return ids;
}

/** The log in the order of its steps, with the hashes of its chains: the database would make them one by one. */
export async function insertLog(
  connection: PoolConnection,
  steps: readonly PlannedStep[],
  itemIds: ReadonlyMap<string, number>,
): Promise<void> {
  const queues = await readQueues(connection);
  const [[session]] = await connection.query<RowDataPacket[]>(
    'SELECT current_login() AS login, current_batch(NULL) AS batchId',
  );
  const { login, batchId } = session as { login: string; batchId: number | null };
  const hashes = new Map<string, Buffer>();
  for (const some of parts(steps)) {
    const rows = some.map(({ at, item, from, to }): Cell[] => {
      const idOf = (queue: string | null) => queues.get(`${item.stream} ${queue}`) ?? null;
      const row = {
        occurredAt: at,
        reference: item.reference,
        fromQueue: from,
        toQueue: to,
        streamId: idOf('')?.streamId as number,
        itemId: itemIds.get(item.reference) as number,
        fromQueueId: from === null ? null : (idOf(from)?.id ?? null),
        toQueueId: idOf(to)?.id ?? null,
        actor: item.assignee,
        reason: null,
        source: 'import',
        ruleNotes: null,
        login,
        batchId,
      };
      const hash = chainHash(row, hashes.get(item.reference) ?? null);
      hashes.set(item.reference, hash);
      return [sqlInstant(at), ...Object.values(row).slice(1), hash];
    });
    await connection.query(
      `INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id,
                              to_queue_id, actor, reason, source, rule_notes, login, batch_id, chain_hash) VALUES ?`,
      [rows],
    );
  }
}

/** Each item where its last step left it. */
export async function insertCards(connection: PoolConnection, steps: readonly PlannedStep[]): Promise<void> {
  const last = new Map(steps.map((step) => [step.item.reference, step]));
  for (const some of parts([...last.values()])) {
    await connection.query('INSERT INTO queues (reference, queue_name, moved_at) VALUES ?', [
      some.map(({ item, to, at }) => [item.reference, to, sqlInstant(at)]),
    ]);
  }
}

/** By `stream queue`, and by `stream ` alone for the stream's id. */
async function readQueues(
  connection: PoolConnection,
): Promise<Map<string, { id: number; streamId: number }>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT l.id, s.id AS streamId, s.name AS stream, l.queue_name AS queue
     FROM wip_limits l JOIN value_streams s ON s.name = l.value_stream`,
  );
  return new Map(
    rows.flatMap(({ id, streamId, stream, queue }) =>
      ['', String(queue)].map((name) => [`${stream} ${name}`, { id, streamId }] as const),
    ),
  );
}

function* parts<T>(list: readonly T[]): Generator<T[]> {
  for (let start = 0; start < list.length; start += ROWS) yield list.slice(start, start + ROWS);
}
