import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { presentEnvelope } from '../contract/envelope.ts';
import { wholeNumber } from '../contract/figures.ts';
import { parameters, rangeQuery, streamQuery } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, instant } from '../contract/values.ts';

const query = parameters({
  ...streamQuery,
  timeZone: rangeQuery.timeZone.openapi({ description: 'Of the weeks; default: that of the stream.' }),
  ...atQuery,
  minimumSample: wholeNumber(1, 100_000, 10, 'With fewer finished items nothing is compared or expected.'),
});

const kind = z.enum([
  'late',
  'likelyLate',
  'blocked',
  'beyondPace',
  'queueOverLimit',
  'personOverLimit',
  'queueFull',
  'starved',
  'budgetBurning',
  'signal',
  'growing',
]);

const line = z.object({
  kind,
  severity: z.int().openapi({ description: '1 is the most serious' }),
  says: z.string().openapi({ description: 'one sentence, made of the facts' }),
  facts: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
  reference: z.string().nullable(),
  shortDesc: z.string().nullable().openapi({ description: 'of the item; null: it is about none' }),
  queue: z.string().nullable().openapi({ description: 'the queue it is about; of an item, see facts' }),
  assignee: z.string().nullable(),
  since: instant.nullable(),
  link: z.string().openapi({ description: 'the page that shows it, relative to the dashboard' }),
});

const answer = z
  .object({
    ...presentEnvelope,
    ...atEnvelope,
    definitions: z.object({
      version: z.int().openapi({ description: 'raised when a formula changes' }),
      order: z.string(),
      items: z.string(),
      budgets: z.string(),
      signals: z.string(),
      weeks: z.string(),
    }),
    total: count,
    lines: z.array(line),
  })
  .openapi('Attention');

export const attentionRoute = createRoute({
  method: 'get',
  path: '/v1/attention',
  operationId: 'attention',
  tags: ['Board'],
  summary: 'What should we talk about now?',
  request: { query },
  responses: responsesOf(answer, 'The most serious first; at most one line for each item, queue and person.'),
});
