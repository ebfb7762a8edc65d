import { analyticsBoard, BOARD_REASONED_BLOCKS, boardDay, boardItem } from '@kanban/domain/testing';
import { sqlInstant } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { referenceOf, writeHistory } from './history-in-database.ts';

export interface BoardInDatabase {
  stream: string;
  referenceOf(letter: string): string;
  letterOf(reference: string): string;
}

/** The worked board with its blocks as a stream of its own: item A is not named A, as other streams may have one too. */
export async function writeAnalyticsBoard(pool: Pool, timeZone = 'UTC'): Promise<BoardInDatabase> {
  const { name, history } = await writeHistory(pool, analyticsBoard(), { timeZone, way: 'import' });
  const itemIds = history.items.map(({ itemId }) => itemId);
  const itemId = (letter: string) => itemIds[boardItem(letter) - 1] as number;
  const board: BoardInDatabase = {
    stream: name,
    referenceOf: (letter) => referenceOf(itemId(letter)),
    letterOf: (reference) =>
      String.fromCharCode(65 + itemIds.findIndex((id) => referenceOf(id) === reference)),
  };
  const [[stream]] = await pool.query<RowDataPacket[]>('SELECT id FROM value_streams WHERE name = ?', [name]);
  const blocks = BOARD_REASONED_BLOCKS.map(([letter, reason, from, to]) => [
    stream?.id,
    itemId(letter),
    board.referenceOf(letter),
    reason,
    sqlInstant(boardDay(from)),
    'test',
    to === null ? null : sqlInstant(boardDay(to)),
  ]);
  await pool.query(
    'INSERT INTO blocked_intervals (value_stream_id, item_id, reference, reason, blocked_at, blocked_by, unblocked_at) VALUES ?',
    [blocks],
  );
  return board;
}
