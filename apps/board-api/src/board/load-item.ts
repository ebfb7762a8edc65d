import type { BoardAnswer } from '@kanban/api/board';
import { formatInstant, type Instant } from '@kanban/domain';
import { rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../answer/problems.ts';
import type { Deps } from '../deps.ts';
import { type FieldsRow, fieldColumns, fieldsOf, optionalInstant, versionOf } from './fields.ts';
import { loadPlace } from './load-place.ts';
import { inSnapshot } from './snapshot.ts';

interface ItemRow extends FieldsRow {
  reference: string;
  valueStream: string;
  timeZone: string;
  queue: string | null;
  blockedReason: string | null;
  loggedAt: Instant;
  loggedBy: string | null;
  changedAt: Instant | null;
  changedBy: string | null;
  deletedAt: Instant | null;
  deletedBy: string | null;
}

/** The whole of an item, a softly deleted one too, for this person. Throws Refused if there is none. */
export function loadItem(
  deps: Deps,
  reference: string,
  person: string | undefined,
): Promise<BoardAnswer<'item'>> {
  return inSnapshot(deps, async (connection) => {
    const read = async (sql: string) => (await connection.query<RowDataPacket[]>(sql, [reference]))[0];
    const [found] = rowsAs<ItemRow>(
      await read(
        `SELECT w.reference, w.value_stream AS valueStream, s.time_zone AS timeZone, q.queue_name AS queue, ${fieldColumns},
           w.blocked_reason AS blockedReason, w.date_logged AS loggedAt, w.created_by AS loggedBy, w.updated_at AS changedAt,
           w.updated_by AS changedBy, w.deleted_at AS deletedAt, w.deleted_by AS deletedBy
         FROM work_items w JOIN value_streams s ON s.name = w.value_stream LEFT JOIN queues q ON q.reference = w.reference
         WHERE w.reference = ?`,
      ),
    );
    if (!found) throw unknownItem(reference);
    return {
      ...fieldsOf(found),
      reference: found.reference,
      valueStream: found.valueStream,
      timeZone: found.timeZone,
      version: versionOf(found),
      queue: found.queue,
      place: await loadPlace(connection, reference),
      blockedReason: found.blockedReason,
      loggedAt: formatInstant(found.loggedAt),
      loggedBy: found.loggedBy,
      changedAt: optionalInstant(found.changedAt),
      changedBy: found.changedBy,
      deletedAt: optionalInstant(found.deletedAt),
      deletedBy: found.deletedBy,
      dependsOn: await others(
        connection,
        'JOIN dependencies d ON d.depends_on = w.reference WHERE d.reference = ?',
        reference,
      ),
      dependents: await others(
        connection,
        'JOIN dependencies d ON d.reference = w.reference WHERE d.depends_on = ?',
        reference,
      ),
      children: await others(connection, 'WHERE w.parent = ? AND w.deleted_at IS NULL', reference),
      comments: rowsAs<{
        id: number;
        body: string;
        writtenAt: Instant;
        writtenBy: string;
        changedAt: Instant | null;
      }>(
        await read(
          `SELECT id, body, created_at AS writtenAt, created_by AS writtenBy, NULLIF(updated_at, created_at) AS changedAt
           FROM comments WHERE reference = ? ORDER BY id`,
        ),
      ).map((row) => ({
        ...row,
        writtenAt: formatInstant(row.writtenAt),
        changedAt: optionalInstant(row.changedAt),
      })),
      checklist: rowsAs<{
        id: number;
        checklist: string;
        label: string;
        isDone: number;
        doneAt: Instant | null;
        doneBy: string | null;
      }>(
        await read(
          `SELECT id, checklist, label, is_done AS isDone, done_at AS doneAt, done_by AS doneBy
           FROM checklist_items WHERE reference = ? ORDER BY checklist, position, id`,
        ),
      ).map((row) => ({ ...row, isDone: row.isDone === 1, doneAt: optionalInstant(row.doneAt) })),
      attachments: rowsAs<{ id: number; name: string; address: string }>(
        await read('SELECT id, name, address FROM attachments WHERE reference = ? ORDER BY id'),
      ),
      isFollowed: person !== undefined && (await isFollowing(connection, reference, person)),
    };
  });
}

export function unknownItem(reference: string): Refused {
  return new Refused('unknown-item', {
    detail: `There is no work item "${reference}".`,
    parameter: 'reference',
  });
}

async function isFollowing(connection: PoolConnection, reference: string, person: string): Promise<boolean> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT is_following(?, ?) AS isFollowing', [
    reference,
    person,
  ]);
  return row?.isFollowing === 1;
}

interface OtherRow {
  reference: string;
  shortDesc: string;
  queue: string | null;
  isFinished: number;
}

async function others(connection: PoolConnection, which: string, reference: string) {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT w.reference, w.short_desc AS shortDesc, q.queue_name AS queue, f.finished_at IS NOT NULL AS isFinished
     FROM work_items w LEFT JOIN queues q ON q.reference = w.reference LEFT JOIN item_flow f ON f.item_id = w.id
     ${which} ORDER BY w.reference`,
    [reference],
  );
  return rowsAs<OtherRow>(rows).map((row) => ({ ...row, isFinished: row.isFinished === 1 }));
}
