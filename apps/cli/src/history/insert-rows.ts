import { sqlInstant } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { HistoryItem, ItemHistory } from './history.ts';
import type { Queue, Stream } from './streams.ts';

type Cell = string | number | Uint8Array | null;

/** The INSERT of new items, as text: made while the server still takes in those before. */
export function itemsStatement(
  connection: PoolConnection,
  stream: Stream,
  items: readonly HistoryItem[],
): string {
  return connection.format(
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
}

/** The ids of items, by reference. Asked for, not reckoned from insertId: a cluster's auto-increment leaves gaps. */
export async function readItemIds(
  connection: PoolConnection,
  references: readonly string[],
): Promise<Map<string, number>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT id, reference FROM work_items WHERE reference IN (?)',
    [references],
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

/** The INSERT of audit rows, as text. */
export function auditStatement(connection: PoolConnection, rows: readonly (readonly Cell[])[]): string {
  return connection.format(
    `INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id,
                            to_queue_id, actor, reason, source, login, batch_id, chain_hash) VALUES ?`,
    [rows],
  );
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
