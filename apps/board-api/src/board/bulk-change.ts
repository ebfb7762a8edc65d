import type { Given } from '@kanban/api/board';
import { refusalOf } from '@kanban/schema';
import type { PoolConnection } from 'mysql2/promise';
import { Refused, refusalFor } from '../answer/problems.ts';
import { changeItem } from './change-item.ts';
import { moveCard } from './move-card.ts';

type Body = Given<'bulk'>['body'];
type InTheWay = { reference: string; number: number; code: string; sentence: string };

/**
 * The same for several items, in the order given. A refused statement changes nothing, so the others are tried as well; is one
 * refused, all are rolled back, and the answer names each that stands in the way.
 */
export async function bulkChange(
  connection: PoolConnection,
  { references, change }: Body,
): Promise<{ changed: number }> {
  const inTheWay: InTheWay[] = [];
  const all = [...new Set(references)];
  for (const reference of all) {
    try {
      await changeOne(connection, reference, change);
    } catch (error) {
      const refused = error instanceof Refused || refusalOf(error) ? refusalFor(error) : undefined;
      if (!refused) throw error;
      const { number = 9103, code = 'UNKNOWN_ITEM', detail } = refused.details;
      inTheWay.push({ reference, number, code, sentence: detail });
    }
  }
  if (inTheWay.length > 0) {
    const names = inTheWay
      .map(({ reference }) => reference)
      .slice(0, 10)
      .join(', ');
    throw new Refused('refused', {
      detail: `${inTheWay.length} of ${all.length} stand in the way, so none is changed: ${names}.`,
      inTheWay,
      ...(inTheWay[0] && { number: inTheWay[0].number, code: inTheWay[0].code }),
    });
  }
  return { changed: all.length };
}

async function changeOne(
  connection: PoolConnection,
  reference: string,
  change: Body['change'],
): Promise<void> {
  switch (change.do) {
    case 'move':
      await moveCard(connection, reference, { queue: change.queue });
      return;
    case 'assign':
      return changeItem(connection, reference, { assignee: change.assignee });
    case 'block':
      return changeItem(connection, reference, { blocked_reason: change.blockedReason });
    case 'unblock':
      return changeItem(connection, reference, { blocked_reason: null });
    case 'delete':
      await connection.query('CALL delete_item(?)', [reference]);
  }
}
