import type { BoardAnswer, Given } from '@kanban/api/board';
import { rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../answer/problems.ts';
import { columnsOf, type FieldsRow, fieldColumns, fieldsOf, versionOf } from './fields.ts';
import { unknownItem } from './load-item.ts';

/** Changes fields of an item if it is still as the person saw it. Throws Refused with both texts if not. */
export async function editItem(
  connection: PoolConnection,
  reference: string,
  ifMatch: string,
  { reason: _, ...given }: Given<'edit'>['body'],
): Promise<BoardAnswer<'edit'>> {
  const before = await lockFields(connection, reference);
  if (versionOf(before) !== ifMatch) {
    throw new Refused('edited-meanwhile', {
      detail: `Somebody changed ${reference} meanwhile: nothing of yours is saved yet.`,
      parameter: 'If-Match',
      allowed: 'the version of `current`, to save yours all the same',
      current: fieldsOf(before),
      version: versionOf(before),
      yours: given,
    });
  }
  const columns = columnsOf(given);
  if (Object.keys(columns).length > 0) {
    await connection.query('UPDATE work_items SET ? WHERE reference = ?', [columns, reference]);
  }
  const after = await lockFields(connection, reference);
  return { ...fieldsOf(after), version: versionOf(after) };
}

async function lockFields(connection: PoolConnection, reference: string): Promise<FieldsRow> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT ${fieldColumns} FROM work_items w WHERE w.reference = ? FOR UPDATE`,
    [reference],
  );
  const [found] = rowsAs<FieldsRow>(rows);
  if (!found) throw unknownItem(reference);
  return found;
}
