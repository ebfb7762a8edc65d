import fc from 'fast-check';
import type { ModelItem } from '../model/board.ts';
import { enterInBulk, hold, moveInBulk, release } from '../model/bulk.ts';
import { type Items, queue } from './board.ts';
import { kind, one, type Statement } from './operation.ts';

const inBulk = (statements: Statement[]) => [
  ...one('CALL begin_bulk()'),
  ...statements,
  ...one('CALL end_bulk()'),
];

export function bulkOperations({ picked, items }: Items) {
  return {
    move: kind(
      'move in bulk',
      { items, queue: fc.option(queue) },
      (it, board) =>
        inBulk(
          it.queue === null
            ? one(
                'DELETE FROM queues WHERE reference IN (?)',
                it.items.map((n) => board.item(n)),
              )
            : one(
                'UPDATE queues SET queue_name = ? WHERE reference IN (?)',
                board.queue(it.queue),
                it.items.map((n) => board.item(n)),
              ),
        ),
      (it, board) =>
        moveInBulk(
          board.model,
          it.items.map((n) => board.item(n)),
          it.queue,
        ),
    ),
    enter: kind(
      'enter in bulk',
      { items: fc.array(picked, { minLength: 1, maxLength: 2 }), queue },
      (it, board) =>
        inBulk(
          one(
            'INSERT INTO queues (reference, queue_name) VALUES ?',
            it.items.map((pick) => [board.item(pick, isOff), board.queue(it.queue)]),
          ),
        ),
      (it, board) =>
        enterInBulk(
          board.model,
          it.items.map((pick) => board.item(pick, isOff)),
          it.queue,
        ),
    ),
    /** The queue is the same for all, and none of the cards is there. */
    begin: kind(
      'begin bulk',
      { items, queue },
      (it, board) => [
        ...one('CALL begin_bulk()'),
        ...one(
          'UPDATE queues SET queue_name = ? WHERE reference IN (?) AND queue_name <> ?',
          board.queue(it.queue),
          it.items.map((n) => board.item(n)),
          board.queue(it.queue),
        ),
      ],
      (it, board) =>
        hold(
          board.model,
          it.items.map((n) => board.item(n)),
          it.queue,
        ),
    ),
    end: kind(
      'end bulk',
      {},
      () => one('CALL end_bulk()'),
      (_, board) => release(board.model),
    ),
  };
}

const isOff = (item: ModelItem) => item.queue === null && !item.isDeleted;
