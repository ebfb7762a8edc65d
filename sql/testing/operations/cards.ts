import fc from 'fast-check';
import { each } from '../model/board.ts';
import { enter, move, place, remove } from '../model/cards.ts';
import type { ModelItem } from '../model/model.ts';
import { type Items, type Picked, queue } from './board.ts';
import { type Board, kind, one } from './operation.ts';

const mover = fc.record({ actor: fc.constantFrom('ann', 'bob'), fastTrack: fc.boolean() });

export function cardOperations({ picked, items }: Items) {
  const isOn = (each: ModelItem) => each.queue !== null;
  const isOff = (each: ModelItem) => each.queue === null && !each.isDeleted;
  const cardsOf = (it: { items: readonly Picked[] }, board: Board) =>
    it.items.map((pick) => board.item(pick, isOn));
  const moves = (moved: fc.Arbitrary<Picked[]>) =>
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
          cardsOf(it, board),
        ),
      ],
      (it, board) =>
        each(board.model, cardsOf(it, board), (copy, reference) => move(copy, reference, it.queue, it.mover)),
    );
  const removals = (removed: fc.Arbitrary<Picked[]>) =>
    kind(
      'remove',
      { items: removed },
      (it, board) => one('DELETE FROM queues WHERE reference IN (?) ORDER BY reference', cardsOf(it, board)),
      (it, board) => each(board.model, cardsOf(it, board), remove),
    );
  const single = picked.map((one) => [one]);
  return {
    enter: kind(
      'enter',
      { item: picked, queue },
      (it, board) =>
        one(
          'INSERT INTO queues (reference, queue_name) VALUES (?, ?)',
          board.item(it.item, isOff),
          board.queue(it.queue),
        ),
      (it, board) => enter(board.model, board.item(it.item, isOff), it.queue),
    ),
    move: moves(single),
    moveSeveral: moves(items),
    remove: removals(single),
    removeSeveral: removals(items),
    place: kind(
      'place',
      { item: picked, other: picked, side: fc.constantFrom('before' as const, 'after' as const) },
      (it, board) => {
        const [reference, other] = neighbours(it, board);
        return one('CALL place_item(?, ?, ?)', reference, it.side, other);
      },
      (it, board) => {
        const [reference, other] = neighbours(it, board);
        return place(board.model, reference, it.side, other);
      },
    ),
  };
}

function neighbours(it: { item: Picked; other: Picked }, board: Board): [string, string] {
  const sharesQueue = (one: ModelItem) =>
    one.queue !== null &&
    [...board.model.items.values()].some((other) => other !== one && other.queue === one.queue);
  const reference = board.item(it.item, sharesQueue);
  const queue = board.model.items?.get(reference)?.queue;
  return [reference, board.item(it.other, (other, name) => name !== reference && other.queue === queue)];
}
