import { DAY } from '../instant.ts';
import { formatDuration } from '../text/duration.ts';
import type { AttentionRule } from './attention-facts.ts';

const LEAST_DAYS = 3;

export const blockedForDays: AttentionRule = {
  kind: 'blocked',
  severity: 3,
  find: ({ items, at }) =>
    items.flatMap(({ reference, queue, blockedSince, blockedReason }) => {
      if (blockedSince === null || at - blockedSince < LEAST_DAYS * DAY) return [];
      const blockedUs = at - blockedSince;
      const why = blockedReason ? `: ${blockedReason}` : '';
      return {
        says: `${reference} in ${queue.name} has been blocked for ${formatDuration(blockedUs / 1000)}${why}.`,
        facts: { queue: queue.name, blockedUs, reason: blockedReason },
        subject: { is: 'item', name: reference },
        since: blockedSince,
        page: 'item',
      };
    }),
};
