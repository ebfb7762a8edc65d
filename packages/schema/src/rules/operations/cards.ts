import fc from 'fast-check';
import { each } from '../model/board.ts';
import { enter, move, place, remove } from '../model/cards.ts';
import { type Items, queue } from './board.ts';
import { kind, one } from './operation.ts';

const mover = fc.record({ actor: fc.constantFrom('ann', 'bob'), fastTrack: fc.boolean() });

export function cardOperations({ item, items }: Items) {
  const moves = (moved: fc.Arbitrary<number[]>) =>
    kind(
      'move',
      { items: moved, queue, mover },
      (it, board) => [
        {
          sql: 'SET @kanban_actor = ?, @kanban_fast_track = ?',
          values: [it.mover.actor, it.mover.fastTrack ? 1 : null],
        },
        ...one(
          'UPDATE queues SET queue_name = ? WHERE reference IN (?) ORDER BY reference',
          board.queue(it.queue),
          it.items.map(board.item),
        ),
      ],
      (it, board) =>
        each(board.model, it.items.map(board.item), (copy, reference) =>
          move(copy, reference, it.queue, it.mover),
        ),
    );
  return {
    enter: kind(
      'enter',
      { item, queue },
      (it, board) =>
        one(
          'INSERT INTO queues (reference, queue_name) VALUES (?, ?)',
          board.item(it.item),
          board.queue(it.queue),
        ),
      (it, board) => enter(board.model, board.item(it.item), it.queue),
    ),
    move: moves(item.map((n) => [n])),
    moveSeveral: moves(items),
    remove: kind(
      'remove',
      { items },
      (it, board) =>
        one('DELETE FROM queues WHERE reference IN (?) ORDER BY reference', it.items.map(board.item)),
      (it, board) => each(board.model, it.items.map(board.item), remove),
    ),
    place: kind(
      'place',
      { item, other: item, side: fc.constantFrom('before' as const, 'after' as const) },
      (it, board) => one('CALL place_item(?, ?, ?)', board.item(it.item), it.side, board.item(it.other)),
      (it, board) => place(board.model, board.item(it.item), it.side, board.item(it.other)),
    ),
  };
}
