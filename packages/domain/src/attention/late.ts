import { formatDuration } from '../text/duration.ts';
import type { AttentionRule } from './attention-facts.ts';

/** Open, and its deadline has passed. */
export const late: AttentionRule = {
  kind: 'late',
  severity: 1,
  find: ({ items, at }) =>
    items.flatMap(({ reference, queue, state, deadlineAt }) => {
      if (state !== 'late' || deadlineAt === null) return [];
      const lateByUs = at - deadlineAt;
      return {
        says: `${reference} in ${queue.name} is ${formatDuration(lateByUs / 1000)} past its deadline.`,
        facts: { queue: queue.name, lateByUs },
        subject: { is: 'item', name: reference },
        since: deadlineAt,
        page: 'item',
      };
    }),
};
