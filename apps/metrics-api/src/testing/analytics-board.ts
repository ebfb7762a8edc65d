import { analyticsBoard, BOARD_REASONED_BLOCKS, boardDay, boardItem } from '@kanban/domain/testing';
import type { Pool } from 'mysql2/promise';
import { referenceOf, writeBlocks, writeHistory } from './history-in-database.ts';

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
  const blocks = BOARD_REASONED_BLOCKS.map(([letter, reason, from, to]) => ({
    ...{ itemId: itemId(letter), reason, blockedAt: boardDay(from) },
    unblockedAt: to === null ? null : boardDay(to),
  }));
  await writeBlocks(pool, name, blocks);
  return board;
}
