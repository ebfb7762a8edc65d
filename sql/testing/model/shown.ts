import { cardsIn } from './board.ts';
import { openDependencies } from './dependencies.ts';
import type { Model } from './model.ts';
import { progressOf } from './parents.ts';
import { inProgress } from './people.ts';

/** All that can be seen of the board, as `operations/board-in-database.ts` reads it. */
export function boardInModel(model: Model, people: readonly string[]) {
  const items = [...model.items].sort(([a], [b]) => (a < b ? -1 : 1));
  const parents = new Set(items.map(([, item]) => item.parent).filter((parent) => parent !== null));
  const shown = items.filter(([, item]) => !item.isDeleted);
  return {
    queues: model.queues.map((queue) => [queue.name, cardsIn(model, queue).length, cardsIn(model, queue)]),
    people: Object.fromEntries(
      people.map((name) => [name, inProgress(model, name)] as const).filter(([, count]) => count > 0),
    ),
    items: items.map(([reference, item]) => [
      reference,
      openDependencies(model, item).length,
      Number(item.isCommitted),
      Number(item.isFinished),
      Number(item.blockedReason !== null),
      Number(item.isDeleted),
    ]),
    progress: Object.fromEntries(
      [...parents].toSorted().map((parent) => [parent, progressOf(model, parent)]),
    ),
    comments: shown.flatMap(([reference, item]) => item.comments.map((body) => [reference, body])),
    checklists: shown.flatMap(([reference, item]) =>
      item.checklist.map(({ label, isDone }, index) => [reference, index + 1, label, Number(isDone)]),
    ),
    attachments: shown.flatMap(([reference, item]) => item.attachments.map((name) => [reference, name])),
    flags: items.flatMap(([reference, item]) =>
      item.flags.map(({ name, deadline, isCurrent }) => [reference, name, deadline, isCurrent]),
    ),
    blocks: model.blocks.map(({ reference, reason, isOver }) => [reference, reason, isOver]),
    log: model.log
      .toSorted((a, b) => (a.reference < b.reference ? -1 : a.reference === b.reference ? 0 : 1))
      .map(({ reference, from, to, notes }) => [reference, from, to, notes.toSorted()]),
    history: model.history,
    told: model.told.toSorted(),
  };
}
