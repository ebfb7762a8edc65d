import { type Instant, sqlInstant } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Progress } from '../terminal/progress.ts';
import { chainHash } from './chain-hash.ts';
import type { History, HistoryItem } from './history.ts';
import type { Queue, Stream } from './streams.ts';

/** Rows a statement: beyond this a larger statement is no faster, and all stay far below max_allowed_packet. */
const rowsAtOnce = 2_000;

type Cell = string | number | Buffer | null;

/** Inserts the items and returns their ids, in the order of `items`. */
export async function insertItems(
  connection: PoolConnection,
  stream: Stream,
  items: readonly HistoryItem[],
  progress: Progress,
): Promise<number[]> {
  const ids: number[] = [];
  progress.stage('Writing items', items.length);
  for (let start = 0; start < items.length; start += rowsAtOnce) {
    const batch = items.slice(start, start + rowsAtOnce);
    await connection.query(
      `INSERT INTO work_items (reference, short_desc, value_stream, type, class_of_service, priority, date_logged,
                               date_due, assignee) VALUES ?`,
      [
        batch.map((item): Cell[] => [
          item.reference,
          item.shortDesc,
          stream.name,
          item.type,
          item.classOfService,
          item.priority,
          sqlInstant(item.dateLogged),
          item.dateDue === null ? null : sqlInstant(item.dateDue),
          item.assignee,
        ]),
      ],
    );
    // Asked for, not reckoned from insertId: a cluster's auto-increment leaves gaps.
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT id, reference FROM work_items WHERE reference IN (?)',
      [batch.map((item) => item.reference)],
    );
    const idOf = new Map(rows.map((row) => [row.reference as string, row.id as number]));
    for (const item of batch) ids.push(idOf.get(item.reference) as number);
    progress.at(ids.length);
  }
  return ids;
}

interface AuditInput {
  readonly stream: Stream;
  readonly queues: readonly Queue[];
  readonly history: History;
  readonly itemIds: readonly number[];
}

/**
 * Inserts one audit row a step, in their order. The source `import` keeps the projection trigger out of it. The items are
 * new, so their chains begin here: hashed by the way, since the database would have to do it row by row.
 */
export async function insertAuditRows(
  connection: PoolConnection,
  input: AuditInput,
  progress: Progress,
): Promise<void> {
  const { stream, queues, history, itemIds } = input;
  const { items, steps } = history;
  const queueIds = new Map(queues.map((queue) => [queue.name, queue.id]));
  const idOf = (name: string | null) => (name === null ? null : (queueIds.get(name) as number));
  const lastHashes = new Map<number, Buffer>();
  const [[login]] = await connection.query<RowDataPacket[]>('SELECT USER() AS name');
  progress.stage('Writing the log', steps.length);
  for (let start = 0; start < steps.length; start += rowsAtOnce) {
    const rows = steps.slice(start, start + rowsAtOnce).map((step): Cell[] => {
      const row = {
        occurredAt: step.at,
        reference: items[step.item]?.reference ?? '',
        fromQueue: step.from,
        toQueue: step.to,
        streamId: stream.id,
        itemId: itemIds[step.item] as number,
        fromQueueId: idOf(step.from),
        toQueueId: idOf(step.to),
        actor: step.actor ?? (login?.name as string),
        reason: step.reason,
        source: 'import',
        ruleNotes: null,
      };
      const hash = chainHash(row, lastHashes.get(step.item) ?? null);
      lastHashes.set(step.item, hash);
      return [sqlInstant(step.at), ...Object.values(row).slice(1), hash];
    });
    await connection.query(
      `INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id,
                              to_queue_id, actor, reason, source, rule_notes, chain_hash) VALUES ?`,
      [rows],
    );
    progress.at(start + rows.length);
  }
}

/** Puts the items that are still on the board where their last step left them. */
export async function insertPlaces(
  connection: PoolConnection,
  history: History,
  progress: Progress,
): Promise<void> {
  const last = new Map<number, { at: Instant; to: string | null }>();
  for (const step of history.steps) last.set(step.item, step);
  const rows: Cell[][] = [];
  for (const [item, { at, to }] of last) {
    if (to !== null) rows.push([history.items[item]?.reference ?? '', to, sqlInstant(at)]);
  }
  progress.stage('Placing items on the board', rows.length);
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await connection.query('INSERT INTO queues (reference, queue_name, moved_at) VALUES ?', [
      rows.slice(start, start + rowsAtOnce),
    ]);
    progress.at(start + rowsAtOnce);
  }
}
