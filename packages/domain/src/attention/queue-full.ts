import { queueRoom } from '../queues-now.ts';
import type { AttentionRule } from './attention-facts.ts';
import { inFlow } from './in-flow.ts';

/** Nothing more may enter, while the next queue has room: something can be pulled. */
export const queueFull: AttentionRule = {
  kind: 'queueFull',
  severity: 6,
  find: ({ queues }) =>
    inFlow(queues).flatMap(({ queue, items }, place, flow) => {
      const next = flow[place + 1];
      if (!next || items === 0 || !queueRoom(queue.wipLimit, items).full) return [];
      if (queueRoom(next.queue.wipLimit, next.items).full) return [];
      return {
        says: `“${queue.name}” is full with ${items} items, and “${next.queue.name}” has room.`,
        facts: { items, wipLimit: queue.wipLimit, next: next.queue.name },
        subject: { is: 'queue', name: queue.name },
        since: null,
        page: 'today',
      };
    }),
};
