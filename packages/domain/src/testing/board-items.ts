import type { Instant, Queue, Visit } from '../index.ts';
import { analyticsBoard, BOARD_REASONED_BLOCKS, boardDay, boardItem } from './analytics-board.ts';
import { type NaiveItem, naiveItems, naiveVisits } from './naive-fold.ts';

export interface BoardItem extends NaiveItem {
  letter: string;
  visits: Visit[];
  blocks: { blockedAt: Instant; unblockedAt: Instant | null; reason: string }[];
  changedAt: null;
  classOfService: string;
}

/** The items of the worked board as they are on day 15, with their visits and blocks; by letter. */
export function boardItems(): { queues: Queue[]; items: BoardItem[] } {
  const { queues, rows } = analyticsBoard();
  const items = naiveItems(rows, queues).map((item) => {
    const letter = String.fromCharCode(64 + item.itemId);
    const blocks = BOARD_REASONED_BLOCKS.filter(([of]) => boardItem(of) === item.itemId);
    return {
      ...item,
      letter,
      visits: naiveVisits(rows, item.itemId),
      blocks: blocks.map(([, reason, from, to]) => ({
        blockedAt: boardDay(from),
        unblockedAt: to === null ? null : boardDay(to),
        reason,
      })),
      changedAt: null,
      classOfService: 'standard',
    };
  });
  return { queues, items };
}
