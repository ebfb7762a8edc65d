import type { AttentionRule } from './attention-facts.ts';

/** A figure is unlike before in the last complete interval. What that means is for people to find out. */
export const behaviourSignal: AttentionRule = {
  kind: 'signal',
  severity: 9,
  find: ({ signals }) =>
    signals.map(({ family, rule, label }) => ({
      says: `${family} of ${label} is unlike before.`,
      facts: { rule, label },
      subject: { is: 'family', name: family },
      since: null,
      page: 'behaviour',
    })),
};
