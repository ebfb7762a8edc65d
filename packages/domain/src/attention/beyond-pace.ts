import { formatDuration } from '../text/duration.ts';
import type { AttentionRule } from './attention-facts.ts';

/**
 * The item is older than 85 of 100 finished items were when they passed its queue. An age exactly on the line does not
 * count.
 */
export const beyondPace: AttentionRule = {
  kind: 'beyondPace',
  severity: 4,
  find: ({ items }) =>
    items.flatMap(({ reference, queue, ageUs, paceUs, startedAt }) => {
      if (ageUs === null || paceUs === null || ageUs <= paceUs) return [];
      return {
        says: `${reference} in ${queue.name} is ${formatDuration(ageUs / 1000)} old; 85 of 100 items had passed it after ${formatDuration(paceUs / 1000)}.`,
        facts: { queue: queue.name, ageUs, paceUs },
        subject: { is: 'item', name: reference },
        since: startedAt,
        page: 'item',
      };
    }),
};
