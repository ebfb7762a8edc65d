import { movesBack } from '../moved-back.ts';
import { queuesById } from '../queue.ts';
import type { Check } from './checked-log.ts';

export const movedBack: Check = {
  check: 'movedBack',
  severity: 'info',
  distorts: 'cumulative flow by occupancy, and pace by first passage',
  find({ items, queues }) {
    const byId = queuesById(queues);
    return items.flatMap(({ itemId, visits }) =>
      movesBack(visits, byId).map(({ from, to, at, crossed }) => ({
        itemId,
        queueId: to.id,
        at,
        detail: { from: from.name, crossed },
      })),
    );
  },
};
