import { queueOf } from './board.ts';
import type { Model, ModelQueue, Verdict } from './model.ts';

/** Changes the kind of a queue in bulk work: history is computed again, and no events are written. */
export function rekind(model: Model, key: number, kind: ModelQueue['kind']): Verdict {
  const queue = queueOf(model, key);
  if (queue.kind === kind) return [];
  queue.kind = kind;
  for (const [reference, item] of model.items) {
    const moves = model.log.slice(item.firstMove).filter((move) => move.reference === reference);
    item.isCommitted = false;
    item.isFinished = false;
    for (const { to } of moves) {
      const entered = to === null ? undefined : queueOf(model, to).kind;
      if (entered === undefined) continue;
      item.isFinished = entered === 'delivered' || entered === 'completed';
      item.isCommitted ||= item.isFinished || entered === 'buffer' || entered === 'active';
    }
  }
  return [];
}
