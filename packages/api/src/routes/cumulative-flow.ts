import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { filterQuery, groupsOf } from '../contract/filters.ts';
import { intervalQuery, parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, instant, kind, version } from '../contract/values.ts';

const policy = z.enum(['occupancy', 'highWater']).openapi({
  description:
    'occupancy = where items are (a line dips when an item moves back); highWater = the furthest queue reached (no line falls)',
});

const query = parameters({
  ...intervalQuery,
  ...atQuery,
  ...filterQuery,
  policy: policy.default('occupancy'),
});

const figures = {
  points: z.array(
    z.object({
      at: instant.openapi({
        description: 'the end of the interval, or now while it lasts: what happened before it',
      }),
      label: z.string(),
      isComplete: z.boolean(),
      arrivals: count.openapi({ description: 'items that ever entered' }),
      finished: count.openapi({ description: 'items in delivered or completed queues' }),
      dropped: count,
      corrections: count.openapi({
        description: 'highWater: items now behind their furthest queue; else 0',
      }),
      queues: z.array(z.object({ name: z.string(), items: count, atOrBeyond: count })),
    }),
  ),
};

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: z.object({
      version,
      policy,
      interval: z.enum(['hour', 'day', 'week', 'month']),
      point: z.string(),
      balance: z.string(),
    }),
    queues: z
      .array(z.object({ name: z.string(), position: z.int(), kind }))
      .openapi({ description: 'in the order of flow, without queues for dropped work' }),
    ...figures,
    groups: groupsOf(figures),
  })
  .openapi('CumulativeFlow');

export const cumulativeFlowRoute = createRoute({
  method: 'get',
  path: '/v1/cumulative-flow',
  operationId: 'cumulativeFlow',
  tags: ['Metrics'],
  summary: 'How much was where, at the end of each interval?',
  request: { query },
  responses: responsesOf(
    answer,
    'A point an interval that has begun. In the CSV each queue has two columns.',
  ),
});
