import type { BoardAnswer, Given } from '@kanban/api/board';
import { rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../answer/problems.ts';
import { columnsOf, type FieldsRow, fieldColumns, versionOf } from './fields.ts';
import { type AskedPlace, type Placed, placeBeside } from './place-beside.ts';

const DUPLICATE = 1062;
const NUMBERS_TO_TRY = 50;
const OFF_BOARD: Placed = { queue: null, place: null, beside: null, side: null, notice: null };

/** Logs an item and, where a queue is given, puts its card there, both or nothing. */
export async function createItem(
  connection: PoolConnection,
  { reference: asked, valueStream, queue, before, after, reason: _, ...fields }: Given<'create'>['body'],
): Promise<BoardAnswer<'create'>> {
  const columns = { ...columnsOf(fields), value_stream: valueStream ?? 'main' };
  const reference =
    asked === undefined ? await logNumbered(connection, columns) : await logAs(connection, asked, columns);
  const place: AskedPlace = { before, after };
  const placed = queue === undefined ? OFF_BOARD : await enter(connection, reference, queue, place);
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT ${fieldColumns} FROM work_items w WHERE w.reference = ?`,
    [reference],
  );
  return { reference, version: versionOf(rowsAs<FieldsRow>(rows)[0] as FieldsRow), ...placed };
}

async function enter(connection: PoolConnection, reference: string, queue: string, place: AskedPlace) {
  await connection.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [reference, queue]);
  return placeBeside(connection, reference, queue, place);
}

async function logAs(connection: PoolConnection, reference: string, columns: object): Promise<string> {
  try {
    await connection.query('INSERT INTO work_items SET ?', [{ ...columns, reference }]);
    return reference;
  } catch (error) {
    if ((error as { errno?: number }).errno !== DUPLICATE) throw error;
    throw taken(reference);
  }
}

function taken(reference: string): Refused {
  return new Refused('reference-taken', {
    detail: `There is an item ${reference} already.`,
    parameter: 'reference',
    allowed: 'one that is free; or leave it out for the next number',
  });
}

/** By the next number that is free, beginning behind the last id: people number items by hand too. */
async function logNumbered(connection: PoolConnection, columns: object): Promise<string> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT COALESCE(MAX(id), 0) AS last FROM work_items',
  );
  for (let number = Number(rows[0]?.last) + 1, left = NUMBERS_TO_TRY; ; number++, left--) {
    try {
      await connection.query('INSERT INTO work_items SET ?', [{ ...columns, reference: String(number) }]);
      return String(number);
    } catch (error) {
      if ((error as { errno?: number }).errno !== DUPLICATE) throw error;
      if (left <= 1) throw taken(String(number));
    }
  }
}
