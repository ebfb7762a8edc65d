import type { AttentionQueue, AttentionRule } from './attention-facts.ts';
import { inFlow } from './in-flow.ts';

/**
 * An active queue that is empty, with work waiting right before it that nothing blocks: in the backlogs and buffers back to the
 * active queue before.
 */
export const starved: AttentionRule = {
  kind: 'starved',
  severity: 7,
  find: ({ queues }) =>
    inFlow(queues).flatMap(({ queue, items }, place, flow) => {
      if (queue.kind !== 'active' || items > 0 || queue.wipLimit === 0) return [];
      const waiting = waitingBefore(flow, place);
      const pullable = waiting.reduce((sum, each) => sum + each.pullable, 0);
      if (pullable === 0) return [];
      const from = waiting.filter((each) => each.pullable > 0).map((each) => each.queue.name);
      return {
        says: `“${queue.name}” is empty, and ${pullable} ${pullable === 1 ? 'item waits' : 'items wait'} in ${from.map((name) => `“${name}”`).join(' and ')}.`,
        facts: { pullable, from: from.join(', ') },
        subject: { is: 'queue', name: queue.name },
        since: null,
        page: 'today',
      };
    }),
};

function waitingBefore(flow: readonly AttentionQueue[], place: number): AttentionQueue[] {
  const before = flow.slice(0, place);
  const lastWorked = before.findLastIndex(({ queue }) => queue.kind !== 'buffer' && queue.kind !== 'backlog');
  return before.slice(lastWorked + 1);
}
