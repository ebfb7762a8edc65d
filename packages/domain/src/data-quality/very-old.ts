import { DAY } from '../instant.ts';
import { type Check, isInProgress } from './checked-log.ts';

const TIMES_P95 = 3;
const LEAST_DAYS = 90;

/** In progress for more than three times what 95 of 100 items take, and for more than 90 days. */
export const veryOld: Check = {
  check: 'veryOld',
  severity: 'warning',
  distorts: "averages, and Little's law",
  find({ items, now, settings: { cycleP95Us } }) {
    if (cycleP95Us === null) return [];
    const limit = Math.max(TIMES_P95 * cycleP95Us, LEAST_DAYS * DAY);
    return items.filter(isInProgress).flatMap(({ itemId, queueId, committedAt }) => {
      const age = now - (committedAt as number);
      return age > limit
        ? [{ itemId, queueId, at: committedAt, detail: { days: Math.floor(age / DAY) } }]
        : [];
    });
  },
};
