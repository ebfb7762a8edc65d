import { ofHundred } from '../text/of-hundred.ts';
import type { AttentionItem, AttentionRule } from './attention-facts.ts';

/** Half of the finished items like it, or more, would have missed its deadline. */
export const likelyLate: AttentionRule = {
  kind: 'likelyLate',
  severity: 2,
  find: ({ items }) =>
    items.flatMap((item) => {
      const { reference, queue, state, missProbability, startedAt, deadlineAt } = item;
      if (state !== 'likelyLate' || missProbability === null || deadlineAt === null) return [];
      return {
        says: `${reference} in ${queue.name} ${chanceOf(item, missProbability)}.`,
        facts: { queue: queue.name, missProbability, deadlineAt },
        subject: { is: 'item', name: reference },
        since: startedAt,
        dueAt: deadlineAt,
        page: 'item',
      };
    }),
};

function chanceOf({ isBeyondHistory }: AttentionItem, missProbability: number): string {
  if (isBeyondHistory) return 'may miss its deadline: it has taken longer than all such items did';
  const such = `${ofHundred(missProbability)} such items did`;
  return missProbability === 1 ? `will miss its deadline, as ${such}` : `may miss its deadline: ${such}`;
}
