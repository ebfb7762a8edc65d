import { sqlInstant } from '@kanban/schema';
import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { HistoryItem, ItemHistory } from './history.ts';
import type { Queue, Stream } from './streams.ts';

type Cell = string | number | Uint8Array | null;

/** Inserts new items and returns the ids, by reference. */
export async function insertItems(
  connection: PoolConnection,
  stream: Stream,
  items: readonly HistoryItem[],
): Promise<Map<string, number>> {
  if (items.length === 0) return new Map();
  await connection.query(
    `INSERT INTO work_items (reference, short_desc, value_stream, type, class_of_service, priority, date_logged,
                             date_due, assignee, parent, dependency, defect_of) VALUES ?`,
    [
      items.map((item): Cell[] => [
        item.reference,
        item.shortDesc,
        stream.name,
        item.type,
        item.classOfService,
        item.priority,
        sqlInstant(item.dateLogged),
        item.dateDue === null ? null : sqlInstant(item.dateDue),
        item.assignee,
        item.parent ?? null,
        item.dependency ?? null,
        item.defectOf ?? null,
      ]),
    ],
  );
  // Asked for, not reckoned from insertId: a cluster's auto-increment leaves gaps.
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT id, reference FROM work_items WHERE reference IN (?)',
    [items.map(({ reference }) => reference)],
  );
  return new Map(rows.map(({ id, reference }) => [String(reference), Number(id)]));
}

/** What all audit rows of a session have in common. `login` and `batchId` as the trigger of `audit_log` writes them. */
export interface LogSession {
  readonly login: string;
  readonly batchId: number | null;
  /** Between two ids of one statement. */
  readonly idStep: number;
}

export async function readLogSession(connection: PoolConnection): Promise<LogSession> {
  const [[row]] = await connection.query<RowDataPacket[]>(
    'SELECT current_login() AS login, current_batch(NULL) AS batchId, @@auto_increment_increment AS idStep',
  );
  return row as LogSession & RowDataPacket;
}

/** Inserts audit rows, each of them the cells of `auditColumns`, and returns the id of the first. */
export async function insertAuditRows(
  connection: PoolConnection,
  rows: readonly (readonly Cell[])[],
): Promise<number> {
  const [{ insertId }] = await connection.query<ResultSetHeader>(
    `INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id,
                            to_queue_id, actor, reason, source, login, batch_id, chain_hash) VALUES ?`,
    [rows],
  );
  return insertId;
}

/** Puts items on the board where their history left them, as `[reference, queue, instant]`. */
export async function insertCards(connection: PoolConnection, cards: readonly (readonly Cell[])[]) {
  if (cards.length > 0)
    await connection.query('INSERT INTO queues (reference, queue_name, moved_at) VALUES ?', [cards]);
}

/** Moves the card of a known item to where its history now ends, or takes it off. */
export async function moveCard(
  connection: PoolConnection,
  { item: { reference }, steps }: ItemHistory,
): Promise<void> {
  const last = steps.at(-1);
  if (last === undefined) return;
  if (last.to === null) await connection.query('DELETE FROM queues WHERE reference = ?', [reference]);
  else
    await connection.query('UPDATE queues SET queue_name = ?, moved_at = ? WHERE reference = ?', [
      last.to,
      sqlInstant(last.at),
      reference,
    ]);
}

/** A queue's name and id as cells; -1 is none. */
export function queueCells(
  queues: readonly Queue[],
  index: number,
): [name: string | null, id: number | null] {
  const queue = queues[index];
  return queue ? [queue.name, queue.id] : [null, null];
}
