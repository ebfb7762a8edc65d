import type { AttentionRule } from './attention-facts.ts';

/** A budget of misses that is spent too fast, or spent. */
export const budgetBurning: AttentionRule = {
  kind: 'budgetBurning',
  severity: 8,
  find: ({ budgets }) =>
    budgets.flatMap(({ subject, alert, isFiring, since, longBurnRate, leftShare }) => {
      if (!isFiring) return [];
      const rate = longBurnRate === null ? '' : `, ${longBurnRate.toFixed(1)} times as fast as it may`;
      return {
        says:
          alert === 'exhausted'
            ? `The error budget of ${subject} is used up.`
            : `The error budget of ${subject} burns${rate}.`,
        facts: { alert, burnRate: longBurnRate, leftShare },
        subject: { is: 'budget', name: subject },
        since,
        page: 'promises',
      };
    }),
};
