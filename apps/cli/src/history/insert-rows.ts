import type { Instant } from '@kanban/domain';
import { chainHash, sqlInstant } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Progress } from '../terminal/progress.ts';
import type { History } from './history.ts';
import type { Queue, Stream } from './streams.ts';

/** Rows a statement: beyond this a larger statement is no faster, and all stay far below max_allowed_packet. */
const rowsAtOnce = 2_000;

type Cell = string | number | Buffer | null;

/** Inserts the new items and returns the ids of all, in the order of `items`. */
export async function insertItems(
  connection: PoolConnection,
  stream: Stream,
  { items, known }: History,
  progress: Progress,
): Promise<number[]> {
  const fresh = items.filter((_, index) => !known?.has(index));
  const idOf = new Map<string, number>();
  progress.stage('Writing items', fresh.length);
  for (let start = 0; start < fresh.length; start += rowsAtOnce) {
    const batch = fresh.slice(start, start + rowsAtOnce);
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
    for (const row of rows) idOf.set(row.reference, row.id);
    progress.at(idOf.size);
  }
  return items.map((item, index) => known?.get(index)?.id ?? (idOf.get(item.reference) as number));
}

interface AuditInput {
  readonly stream: Stream;
  readonly queues: readonly Queue[];
  readonly history: History;
  readonly itemIds: readonly number[];
}

/**
 * Inserts one audit row a step, in their order. The source `import` keeps the projection trigger out of it. Chains of new items
 * begin here: hashed by the way. Those of known ones go on at the end of the bulk session, where the database looks whether they
 * are whole.
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
  // What the trigger of audit_log will write: the hash covers both.
  const [[session]] = await connection.query<RowDataPacket[]>(
    'SELECT current_login() AS login, current_batch(NULL) AS batchId',
  );
  const { login, batchId } = session as { login: string; batchId: number | null };
  progress.stage('Writing the log', steps.length);
  // While the server takes some rows in, the next are hashed.
  let sent: Promise<unknown> | undefined;
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
        actor: step.actor ?? login,
        reason: step.reason,
        source: 'import',
        ruleNotes: null,
        login,
        batchId,
      };
      const hash = history.known?.has(step.item) ? null : chainHash(row, lastHashes.get(step.item) ?? null);
      if (hash !== null) lastHashes.set(step.item, hash);
      return [sqlInstant(step.at), ...Object.values(row).slice(1), hash];
    });
    await sent;
    sent = connection.query(
      `INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id,
                              to_queue_id, actor, reason, source, rule_notes, login, batch_id, chain_hash) VALUES ?`,
      [rows],
    );
    progress.at(start + rows.length);
  }
  await sent;
}

/** Puts the items where their last step left them: on the board, or off it. */
export async function insertPlaces(
  connection: PoolConnection,
  history: History,
  progress: Progress,
): Promise<void> {
  const last = new Map<number, { at: Instant; to: string | null }>();
  for (const step of history.steps) last.set(step.item, step);
  const rows: Cell[][] = [];
  for (const [item, { at, to }] of last) {
    const reference = history.items[item]?.reference ?? '';
    if (history.known?.get(item)?.isOnBoard) await moveCard(connection, reference, at, to);
    else if (to !== null) rows.push([reference, to, sqlInstant(at)]);
  }
  progress.stage('Placing items on the board', rows.length);
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await connection.query('INSERT INTO queues (reference, queue_name, moved_at) VALUES ?', [
      rows.slice(start, start + rowsAtOnce),
    ]);
    progress.at(start + rowsAtOnce);
  }
}

async function moveCard(connection: PoolConnection, reference: string, at: Instant, to: string | null) {
  if (to === null) await connection.query('DELETE FROM queues WHERE reference = ?', [reference]);
  else
    await connection.query('UPDATE queues SET queue_name = ?, moved_at = ? WHERE reference = ?', [
      to,
      sqlInstant(at),
      reference,
    ]);
}
