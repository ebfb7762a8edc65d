import type { AttentionRule } from './attention-facts.ts';

/** Half of the finished items like it, or more, would have missed its deadline. */
export const likelyLate: AttentionRule = {
  kind: 'likelyLate',
  severity: 2,
  find: ({ items }) =>
    items.flatMap(({ reference, queue, state, missProbability, startedAt, deadlineAt }) => {
      if (state !== 'likelyLate' || missProbability === null) return [];
      const inHundred = Math.round(missProbability * 100);
      return {
        says: `${reference} in ${queue.name} will miss its deadline, as ${inHundred} of 100 such items did.`,
        facts: { queue: queue.name, missProbability, deadlineAt },
        subject: { is: 'item', name: reference },
        since: startedAt,
        page: 'item',
      };
    }),
};
