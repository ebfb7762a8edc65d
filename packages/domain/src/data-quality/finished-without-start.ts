import { queuesById } from '../queue.ts';
import type { Check } from './checked-log.ts';

/** Finished in the very row that committed it, or without a visit to an active queue. Both are kept, and counted here. */
export const finishedWithoutStart: Check = {
  check: 'finishedWithoutStart',
  severity: 'warning',
  distorts: 'cycle time, which is 0 for items that nobody started',
  find({ items, queues }) {
    const byId = queuesById(queues);
    return items.flatMap(({ itemId, committedAt, finishedAt, visits }) => {
      if (finishedAt === null) return [];
      const finish = visits.findLast(({ enteredAt }) => enteredAt === finishedAt);
      const found = (problem: 'noStart' | 'noActive') => [
        { itemId, queueId: finish?.queueId ?? null, at: finishedAt, detail: { problem } },
      ];
      if (committedAt === finishedAt && wasNeverInProgress()) return found('noStart');
      return visits.some(({ queueId }) => byId.get(queueId)?.kind === 'active') ? [] : found('noActive');

      /** An item that two rows committed and finished within one microsecond was started. */
      function wasNeverInProgress(): boolean {
        return visits.every(({ queueId }) => !['buffer', 'active'].includes(byId.get(queueId)?.kind ?? ''));
      }
    });
  },
};
