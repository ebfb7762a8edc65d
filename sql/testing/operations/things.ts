import fc from 'fast-check';
import { add, tick } from '../model/things.ts';
import type { Items } from './board.ts';
import { kind, one } from './operation.ts';

const text = fc.constantFrom('one', 'two', 'très ☂', "it's");
const inserts = {
  comments: 'INSERT INTO comments (reference, body) VALUES (?, ?)',
  checklist: 'INSERT INTO checklist_items (reference, label) VALUES (?, ?)',
  attachments: "INSERT INTO attachments (reference, name, address) VALUES (?, ?, 'https://files.example/1')",
} as const;

export function thingOperations({ item }: Items) {
  return {
    add: kind(
      'add',
      { item, to: fc.constantFrom('comments' as const, 'checklist' as const, 'attachments' as const), text },
      (it, board) => one(inserts[it.to], board.item(it.item), it.text),
      (it, board) => add(board.model, board.item(it.item), it.to, it.text),
    ),
    tick: kind(
      'tick',
      { item, isDone: fc.boolean() },
      (it, board) =>
        one('UPDATE checklist_items SET is_done = ? WHERE reference = ?', it.isDone, board.item(it.item)),
      (it, board) => tick(board.model, board.item(it.item), it.isDone),
    ),
  };
}
