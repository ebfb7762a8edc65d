import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { compareQuery, comparisonOf } from '../contract/comparison.ts';
import { interval, rangeEnvelope } from '../contract/envelope.ts';
import { filterQuery, groupsOf } from '../contract/filters.ts';
import { intervalQuery, parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, version } from '../contract/values.ts';

const query = parameters({ ...intervalQuery, ...atQuery, ...filterQuery, ...compareQuery });

const figures = { total: count, intervals: z.array(z.object({ ...interval, finished: count })) };

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: z.object({
      version,
      interval: z.enum(['hour', 'day', 'week', 'month']),
      population: z.string(),
    }),
    ...figures,
    groups: groupsOf(figures),
    comparison: comparisonOf({ total: count }),
  })
  .openapi('Throughput');

export const throughputRoute = createRoute({
  method: 'get',
  path: '/v1/throughput',
  operationId: 'throughput',
  tags: ['Metrics'],
  summary: 'How many items were finished in each interval?',
  request: { query },
  responses: responsesOf(answer, 'Every interval of the range, those without a finished item included.'),
});
