import { DAY } from '../instant.ts';
import { type Check, isOpen } from './checked-log.ts';

export const notCommitted: Check = {
  check: 'notCommitted',
  severity: 'info',
  distorts: 'lead time, once these are finished',
  find({ items, now, settings: { staleBacklogDays } }) {
    if (staleBacklogDays === null) return [];
    return items
      .filter(
        (item) => isOpen(item) && item.committedAt === null && now - item.enteredAt > staleBacklogDays * DAY,
      )
      .map(({ itemId, queueId, enteredAt }) => ({
        itemId,
        queueId,
        at: enteredAt,
        detail: { days: Math.floor((now - enteredAt) / DAY) },
      }));
  },
};
