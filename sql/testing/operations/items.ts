import fc from 'fast-check';
import { each } from '../model/board.ts';
import { block, erase, log, restore, softDelete } from '../model/items.ts';
import type { ModelItem } from '../model/model.ts';
import { assign } from '../model/people.ts';
import { assignee, type Items } from './board.ts';
import { kind, one } from './operation.ts';

export function itemOperations({ item, picked, items }: Items) {
  return {
    log: kind(
      'log',
      { item, assignee },
      (it, { model, ...board }) =>
        one(
          'INSERT INTO work_items (value_stream, reference, assignee) VALUES (?, ?, ?)',
          model.stream,
          board.item(it.item),
          it.assignee,
        ),
      (it, board) => log(board.model, board.item(it.item), it.assignee),
    ),
    erase: kind(
      'erase',
      { item },
      (it, board) => one('DELETE FROM work_items WHERE reference = ?', board.item(it.item)),
      (it, board) => erase(board.model, board.item(it.item)),
    ),
    softDelete: kind(
      'soft delete',
      { item },
      (it, board) => one('CALL delete_item(?)', board.item(it.item)),
      (it, board) => softDelete(board.model, board.item(it.item)),
    ),
    restore: kind(
      'restore',
      { item: picked },
      (it, board) => one('CALL restore_item(?)', board.item(it.item, isDeleted)),
      (it, board) => restore(board.model, board.item(it.item, isDeleted)),
    ),
    assign: kind(
      'assign',
      { items, assignee },
      (it, board) =>
        one(
          'UPDATE work_items SET assignee = ? WHERE reference IN (?) ORDER BY reference',
          it.assignee,
          it.items.map((n) => board.item(n)),
        ),
      (it, board) =>
        each(
          board.model,
          it.items.map((n) => board.item(n)),
          (copy, reference) => assign(copy, reference, it.assignee),
        ),
    ),
    block: kind(
      'block',
      { item: picked, reason: fc.constantFrom('waits for an answer', 'kein Strom ⚡', null) },
      (it, board) =>
        one(
          'UPDATE work_items SET blocked_reason = ? WHERE reference = ?',
          it.reason,
          board.item(it.item, isBlocked),
        ),
      (it, board) => block(board.model, board.item(it.item, isBlocked), it.reason),
    ),
  };
}

const isDeleted = (item: ModelItem) => item.isDeleted;
const isBlocked = (item: ModelItem) => item.blockedReason !== null;
