import fc from 'fast-check';
import { flag, setDue } from '../model/deadlines.ts';
import type { Items } from './board.ts';
import { kind, one } from './operation.ts';

const due = fc.constantFrom('2026-03-02 17:00:00.000000', '2026-03-29 02:30:00.000000');

export function deadlineOperations({ item }: Items) {
  return {
    setDue: kind(
      'set due',
      { item, due: fc.option(due) },
      (it, board) =>
        one('UPDATE work_items SET date_due = ? WHERE reference = ?', it.due, board.item(it.item)),
      (it, board) => setDue(board.model, board.item(it.item), it.due),
    ),
    flag: kind(
      'flag',
      { item, flag: fc.constantFrom('at_risk' as const, 'breached' as const), due },
      (it, board) =>
        one(
          "SELECT flag_sla((SELECT id FROM work_items WHERE reference = ?), ?, ?, 'due_date')",
          board.item(it.item),
          it.flag,
          it.due,
        ),
      (it, board) => flag(board.model, board.item(it.item), it.flag, it.due),
    ),
  };
}
