import { z } from '@hono/zod-openapi';
import { dayOrInstant, dueIsDay, instant, share } from './values.ts';

const outlookState = z.enum(['late', 'likelyLate', 'atRisk', 'onTrack', 'noDeadline']).openapi({
  description:
    'the first that holds: late = the deadline has passed; likelyLate = missProbability of at least 0.5; atRisk = ' +
    'sla_at_risk_percent of the time until the deadline has passed; onTrack; noDeadline',
});

/** What is to be expected of an open item: the same wherever it is asked for. */
export const outlook = {
  state: outlookState,
  deadline: dayOrInstant.nullable(),
  deadlineIsDay: dueIsDay,
  decidedBy: z.enum(['dueDate', 'policy']).nullable(),
  missProbability: share.nullable().openapi({ description: 'that it misses its deadline' }),
  isBeyondHistory: z
    .boolean()
    .openapi({ description: 'it is older than every finished item was at this place' }),
  expected50: instant.nullable().openapi({ description: 'by then half of such items were finished' }),
  expected85: instant.nullable().openapi({ description: 'by then 85 of 100 such items were finished' }),
};
