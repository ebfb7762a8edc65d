import fc from 'fast-check';
import { enterInBulk, moveInBulk } from '../model/bulk.ts';
import { type Items, queue } from './board.ts';
import { kind, one, type Statement } from './operation.ts';

const inBulk = (statements: Statement[]) => [
  ...one('CALL begin_bulk()'),
  ...statements,
  ...one('CALL end_bulk()'),
];

export function bulkOperations({ items }: Items) {
  return {
    move: kind(
      'move in bulk',
      { items, queue: fc.option(queue) },
      (it, board) =>
        inBulk(
          it.queue === null
            ? one('DELETE FROM queues WHERE reference IN (?)', it.items.map(board.item))
            : one(
                'UPDATE queues SET queue_name = ? WHERE reference IN (?)',
                board.queue(it.queue),
                it.items.map(board.item),
              ),
        ),
      (it, board) => moveInBulk(board.model, it.items.map(board.item), it.queue),
    ),
    enter: kind(
      'enter in bulk',
      { items, queue },
      (it, board) =>
        inBulk(
          one(
            'INSERT INTO queues (reference, queue_name) VALUES ?',
            it.items.map((n) => [board.item(n), board.queue(it.queue)]),
          ),
        ),
      (it, board) => enterInBulk(board.model, it.items.map(board.item), it.queue),
    ),
  };
}
