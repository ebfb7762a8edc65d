import type { BoardAnswer, Given } from '@kanban/api/board';
import { rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../answer/problems.ts';
import { placeBeside } from './place-beside.ts';

const DUPLICATE = 1062;

/**
 * Moves a card, queue and place together, in the caller's transaction. A card that is not on the board enters it. Throws Refused if
 * the person saw it elsewhere than it is.
 */
export async function moveCard(
  connection: PoolConnection,
  reference: string,
  { queue, from, before, after }: Given<'move'>['body'],
): Promise<BoardAnswer<'move'>> {
  // First, as the database knows better why not: there is no such item, or it is deleted.
  const here = (await lockCard(connection, reference)) ?? (await enterBoard(connection, reference, queue));
  if (from !== undefined && from !== here) throw await movedMeanwhile(connection, reference, here);
  if (here !== null && here !== queue) {
    await connection.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [queue, reference]);
  }
  return {
    reference,
    from: here,
    ...(await placeBeside(connection, reference, queue, { before, after })),
    ruleNotes: here === queue ? [] : await lastNotes(connection, reference),
  };
}

/** The queue of a card, whose row nobody else changes from now on; null: it is not on the board. */
async function lockCard(connection: PoolConnection, reference: string): Promise<string | null> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT queue_name AS queue FROM queues WHERE reference = ? FOR UPDATE',
    [reference],
  );
  return rows[0] ? String(rows[0].queue) : null;
}

/** Puts a card on the board, and returns null; or the queue where somebody else put it meanwhile. */
async function enterBoard(
  connection: PoolConnection,
  reference: string,
  queue: string,
): Promise<string | null> {
  try {
    await connection.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [reference, queue]);
    return null;
  } catch (error) {
    if ((error as { errno?: number }).errno !== DUPLICATE) throw error;
  }
  const here = await lockCard(connection, reference);
  // It came and went.
  if (here === null) throw await movedMeanwhile(connection, reference, null);
  return here;
}

interface LastRow {
  actor: string;
  to: string | null;
  notes: string | null;
}

async function lastRow(connection: PoolConnection, reference: string): Promise<LastRow | undefined> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT a.actor, a.to_queue AS \`to\`, CAST(a.rule_notes AS CHAR) AS notes FROM audit_log a
     WHERE a.item_id = (SELECT id FROM work_items WHERE reference = ?) ORDER BY a.id DESC LIMIT 1`,
    [reference],
  );
  return rowsAs<LastRow>(rows)[0];
}

async function lastNotes(connection: PoolConnection, reference: string): Promise<string[]> {
  return (await lastRow(connection, reference))?.notes?.split(',').filter((note) => note !== '') ?? [];
}

async function movedMeanwhile(
  connection: PoolConnection,
  reference: string,
  here: string | null,
): Promise<Refused> {
  const last = here === null ? undefined : await lastRow(connection, reference);
  const detail =
    here === null
      ? `${reference} was taken off the board meanwhile.`
      : `${last?.actor ?? 'Somebody'} moved ${reference} to ${here} meanwhile.`;
  return new Refused('moved-meanwhile', { detail, parameter: 'from', allowed: here ?? 'null' });
}
