import fc from 'fast-check';
import { enterInBulk, hold, moveInBulk, release, renumber } from '../model/bulk.ts';
import type { ModelItem } from '../model/model.ts';
import { rekind } from '../model/rekind.ts';
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
                'DELETE FROM queues WHERE reference IN (?) ORDER BY reference',
                it.items.map((n) => board.item(n)),
              )
            : one(
                'UPDATE queues SET queue_name = ? WHERE reference IN (?) ORDER BY reference',
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
    /** Only queues in the middle change their kind, so that housekeeping still has its target queues. */
    kind: kind(
      'kind in bulk',
      {
        queue: fc.integer({ min: 1, max: 3 }),
        kind: fc.constantFrom('backlog' as const, 'buffer' as const, 'active' as const, 'delivered' as const),
      },
      (it, { model, ...board }) =>
        inBulk(
          one(
            'UPDATE wip_limits SET kind = ? WHERE value_stream = ? AND queue_name = ?',
            it.kind,
            model.stream,
            board.queue(it.queue),
          ),
        ),
      (it, { model }) => {
        renumber(model);
        return rekind(model, it.queue, it.kind);
      },
    ),
    /** Moves a queue to the end of its stream, so that positions in history are computed again. */
    order: kind(
      'order in bulk',
      { queue },
      (it, { model, ...board }) =>
        inBulk(
          one(
            `UPDATE wip_limits SET position = (SELECT last + 1 FROM (SELECT MAX(position) AS last FROM wip_limits WHERE value_stream = ?) top)
             WHERE value_stream = ? AND queue_name = ?`,
            model.stream,
            model.stream,
            board.queue(it.queue),
          ),
        ),
      (_, { model }) => {
        renumber(model);
        return [];
      },
    ),
    /** All cards go to the same queue, and none of them is there yet. */
    begin: kind(
      'begin bulk',
      { items, queue },
      (it, board) => [
        ...one('CALL begin_bulk()'),
        ...one(
          'UPDATE queues SET queue_name = ? WHERE reference IN (?) AND queue_name <> ? ORDER BY reference',
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
