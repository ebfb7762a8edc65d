import { queueOf } from '../model/arrange.ts';
import type { Wall } from '../model/wall.ts';

/** What the wall shows already of why a queue may refuse a card, until the database says it exactly. */
export function foreseen(wall: Wall, reference: string): ReadonlyMap<string, string> {
  const answer = wall.answer.peek();
  const from = queueOf(wall.columns.peek(), reference);
  const said = new Map<string, string>();
  if (!answer || from === null) return said;
  for (const queue of answer.queues) {
    const { name, wipLimit, isLimitEnforced } = queue;
    if (name === from) continue;
    const isListed = answer.transitions?.some((way) => way.from === from && way.to === name) ?? true;
    if (!isListed && answer.rulesEnforced.includes('transitions')) {
      said.set(name, `not from ${from} by the workflow`);
    } else if (wipLimit !== null && isLimitEnforced && wall.countIn(queue) >= wipLimit) {
      said.set(name, `full: ${wall.countIn(queue)} of ${wipLimit}`);
    }
  }
  return said;
}
