import fc from 'fast-check';
import { each } from '../model/board.ts';
import { flag, setDue, sweep } from '../model/deadlines.ts';
import type { Items } from './board.ts';
import { kind, one } from './operation.ts';

const flagName = fc.constantFrom('at_risk' as const, 'breached' as const);
const due = fc.constantFrom('2026-03-02 17:00:00.000000', '2026-03-29 02:30:00.000000');

export function deadlineOperations({ item, items }: Items) {
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
      { item, flag: flagName, due },
      (it, board) =>
        one(
          "SELECT flag_sla((SELECT id FROM work_items WHERE reference = ?), ?, ?, 'due_date')",
          board.item(it.item),
          it.flag,
          it.due,
        ),
      (it, board) => flag(board.model, board.item(it.item), it.flag, it.due),
    ),
    /** By the due dates as they are, whatever an old snapshot says; by a policy where there is none. */
    sweep: kind(
      'sweep',
      { items, flag: flagName },
      (it, board) =>
        one(
          `SELECT flag_sla(id, ?, COALESCE(date_due, '2026-04-01'), IF(date_due IS NULL, 'policy', 'due_date'))
           FROM work_items WHERE reference IN (?) ORDER BY reference LOCK IN SHARE MODE`,
          it.flag,
          it.items.map((n) => board.item(n)),
        ),
      (it, board) =>
        each(
          board.model,
          it.items.map((n) => board.item(n)),
          (copy, reference) => sweep(copy, reference, it.flag),
        ),
    ),
  };
}
