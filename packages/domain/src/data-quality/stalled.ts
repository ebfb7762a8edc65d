import { DAY } from '../instant.ts';
import { isStalled, lastTouchedAt } from '../stalled.ts';
import { type Check, isInProgress } from './checked-log.ts';

export const stalled: Check = {
  check: 'stalled',
  severity: 'info',
  distorts: 'age',
  find({ items, now, settings: { stalledDays } }) {
    return items.filter(isInProgress).flatMap(({ itemId, queueId, visits, enteredAt, changedAt }) => {
      const activity = { movedAt: visits.at(-1)?.enteredAt ?? enteredAt, changedAt };
      if (!isStalled(activity, stalledDays, now)) return [];
      const at = lastTouchedAt(activity);
      return [{ itemId, queueId, at, detail: { days: Math.floor((now - at) / DAY) } }];
    });
  },
};
