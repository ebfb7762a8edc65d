import { flowQueues, queuesById } from '../queue.ts';
import type { Check, CheckedItem, Finding } from './checked-log.ts';

/**
 * A forward move past buffer or active queues that the item never visited: one finding per queue and item, at the first
 * such move.
 */
export const skippedQueues: Check = {
  check: 'skippedQueues',
  severity: 'info',
  distorts: 'time in queue',
  find({ items, queues }) {
    const byId = queuesById(queues);
    const stages = flowQueues(queues).filter(({ kind }) => kind === 'buffer' || kind === 'active');
    return items.flatMap((item) => skippedBy(item));

    function skippedBy({ itemId, visits }: CheckedItem): Finding[] {
      const known = new Set(visits.map(({ queueId }) => queueId));
      const findings: Finding[] = [];
      visits.forEach(({ queueId, enteredAt }, place) => {
        const from = byId.get(visits[place - 1]?.queueId ?? NaN);
        const to = byId.get(queueId);
        if (!from || !to || from.kind === 'dropped' || to.kind === 'dropped') return;
        for (const stage of stages) {
          if (stage.position <= from.position || stage.position >= to.position || known.has(stage.id))
            continue;
          known.add(stage.id);
          findings.push({
            itemId,
            queueId: stage.id,
            at: enteredAt,
            detail: { from: from.name, to: to.name },
          });
        }
      });
      return findings;
    }
  },
};
