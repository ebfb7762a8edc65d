import { endOfDue, formatInstant, type Instant } from '@kanban/domain';
import { rowsAs, sqlInstant } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { type FieldsRow, fieldsOf, optionalInstant } from './fields.ts';
import type { Stream } from './load-stream.ts';

interface CardRow
  extends Pick<
    FieldsRow,
    'shortDesc' | 'type' | 'classOfService' | 'priority' | 'assignee' | 'dueAt' | 'parent'
  > {
  reference: string;
  queue: string;
  enteredAt: Instant | null;
  committedAt: Instant | null;
  finishedAt: Instant | null;
  droppedAt: Instant | null;
  inQueueSince: Instant;
  inQueueUs: number | null;
  blockedReason: string | null;
  openDependencies: number;
  checklistItems: number;
  checklistDone: number;
}

/** Cards of some queues of a stream, by queue and place; of those that came to their queue before `since` none. */
export async function loadCards(
  connection: PoolConnection,
  stream: Stream,
  queues: readonly string[],
  since: Instant,
) {
  if (queues.length === 0) return [];
  const now = sqlInstant(stream.now);
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT q.reference, q.queue_name AS queue, w.short_desc AS shortDesc, w.type, w.class_of_service AS classOfService, w.priority,
       w.assignee, w.date_due AS dueAt, w.parent, f.entered_at AS enteredAt, f.committed_at AS committedAt,
       f.finished_at AS finishedAt, f.dropped_at AS droppedAt, q.moved_at AS inQueueSince, w.blocked_reason AS blockedReason,
       (SELECT SUM(TIMESTAMPDIFF(MICROSECOND, v.entered_at, COALESCE(v.left_at, ?))) FROM visits v
        WHERE v.item_id = q.item_id AND v.queue_id = q.queue_id) AS inQueueUs,
       (SELECT COUNT(*) FROM dependencies d LEFT JOIN item_flow o ON o.item_id = d.depends_on_id
        WHERE d.reference = q.reference AND o.finished_at IS NULL) AS openDependencies,
       (SELECT COUNT(*) FROM checklist_items c WHERE c.reference = q.reference) AS checklistItems,
       (SELECT COUNT(*) FROM checklist_items c WHERE c.reference = q.reference AND c.is_done) AS checklistDone
     FROM queues q
     JOIN wip_limits l ON l.id = q.queue_id
     JOIN work_items w ON w.id = q.item_id
     LEFT JOIN item_flow f ON f.item_id = q.item_id
     LEFT JOIN queue_places p ON p.item_id = q.item_id
     WHERE q.value_stream = ? AND q.queue_name IN (?) AND q.moved_at >= ?
     ORDER BY l.position, p.place_rank IS NULL, p.place_rank, q.item_id`,
    [now, stream.name, queues, sqlInstant(since)],
  );
  return rowsAs<CardRow>(rows).map((row) => cardOf(row, stream));
}

function cardOf(row: CardRow, { now, timeZone }: Stream) {
  const { dueAt, dueIsDay } = fieldsOf({ ...row, description: null, defectOf: null });
  const isOver = row.finishedAt !== null || row.droppedAt !== null;
  return {
    reference: row.reference,
    shortDesc: row.shortDesc,
    queue: row.queue,
    type: row.type,
    classOfService: row.classOfService,
    priority: row.priority,
    assignee: row.assignee,
    dueAt,
    dueIsDay,
    isPastDue: !isOver && row.dueAt !== null && endOfDue(row.dueAt, timeZone) < now,
    enteredAt: optionalInstant(row.enteredAt),
    committedAt: optionalInstant(row.committedAt),
    finishedAt: optionalInstant(row.finishedAt),
    inQueueSince: formatInstant(row.inQueueSince),
    inQueueMs: Math.max(0, row.inQueueUs ?? 0) / 1000,
    blockedReason: row.blockedReason,
    openDependencies: row.openDependencies,
    checklistDone: row.checklistDone,
    checklistItems: row.checklistItems,
    parent: row.parent,
  };
}
