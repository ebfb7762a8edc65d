import fc from 'fast-check';
import { each, queueOf } from '../model/board.ts';
import { depend, undepend } from '../model/dependencies.ts';
import { setDefect } from '../model/housekeeping.ts';
import type { ModelItem } from '../model/model.ts';
import { setParent } from '../model/parents.ts';
import type { Items, Picked } from './board.ts';
import { type Board, kind, one } from './operation.ts';

export function linkOperations({ item, picked, items }: Items) {
  const namesOther = { item, other: item };
  return {
    depend: kind(
      'depend',
      namesOther,
      (it, board) =>
        one(
          'INSERT INTO dependencies (reference, depends_on) VALUES (?, ?)',
          board.item(it.item),
          board.item(it.other),
        ),
      (it, board) => depend(board.model, board.item(it.item), board.item(it.other)),
    ),
    undepend: kind(
      'undepend',
      namesOther,
      (it, board) =>
        one(
          'DELETE FROM dependencies WHERE reference = ? AND depends_on = ?',
          board.item(it.item),
          board.item(it.other),
        ),
      (it, board) => undepend(board.model, board.item(it.item), board.item(it.other)),
    ),
    hang: kind(
      'hang',
      { items, parent: item },
      (it, board) =>
        one(
          'UPDATE work_items SET parent = ? WHERE reference IN (?) ORDER BY reference',
          board.item(it.parent),
          it.items.map((n) => board.item(n)),
        ),
      (it, board) =>
        each(
          board.model,
          it.items.map((n) => board.item(n)),
          (copy, reference) => setParent(copy, reference, board.item(it.parent)),
        ),
    ),
    hangOne: kind(
      'hang one',
      { item, parent: fc.option(item, { freq: 3 }) },
      (it, board) =>
        one(
          'UPDATE work_items SET parent = ? WHERE reference = ?',
          it.parent === null ? null : board.item(it.parent),
          board.item(it.item),
        ),
      (it, board) =>
        setParent(board.model, board.item(it.item), it.parent === null ? null : board.item(it.parent)),
    ),
    defect: kind(
      'defect',
      { item, of: fc.option(picked, { freq: 3 }) },
      (it, board) =>
        one(
          'UPDATE work_items SET defect_of = ? WHERE reference = ?',
          foundIn(it, board),
          board.item(it.item),
        ),
      (it, board) => setDefect(board.model, board.item(it.item), foundIn(it, board)),
    ),
  };
}

function foundIn({ of }: { of: Picked | null }, board: Board): string | null {
  const isDelivered = (item: ModelItem) =>
    item.queue !== null && queueOf(board.model, item.queue).kind === 'delivered';
  return of === null ? null : board.item(of, isDelivered);
}
