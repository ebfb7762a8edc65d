import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { compareQuery, comparisonOf } from '../contract/comparison.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { clockQuery, reasons } from '../contract/figures.ts';
import { filterQuery, groupsOf } from '../contract/filters.ts';
import { intervalQuery, parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, instant } from '../contract/values.ts';

const family = z.enum(['throughput', 'arrivals', 'wip', 'age', 'totalAge', 'cycleTime', 'leadTime']);
const rule = z.enum(['beyondLimit', 'twoOfThree', 'fourOfFive', 'eightInARow']);

const query = parameters({
  ...intervalQuery,
  ...atQuery,
  ...clockQuery,
  ...filterQuery,
  ...compareQuery,
  family: z
    .string()
    .max(100)
    .refine(
      (list) => list.split(',').every((each) => family.safeParse(each).success),
      family.options.join(', '),
    )
    .default('throughput')
    .openapi({
      description:
        'What is charted, one or more, separated by commas: throughput, arrivals (a count an interval), wip, age (average), totalAge (at ' +
        'its end), cycleTime, leadTime (a point an item).',
      example: 'throughput,wip',
    }),
  baselineFrom: intervalQuery.from.openapi({
    description: 'Start of what the limits are computed from, as from. Default: the range shown.',
  }),
  baselineTo: intervalQuery.to.openapi({
    description: 'End of what the limits are computed from, as to. Default: the range shown.',
  }),
  days: z.enum(['all', 'working']).default('all').openapi({
    description: 'working = intervals without any working time are left out; moving ranges run over the gap',
  }),
  clamp: z.enum(['zero', 'none']).default('zero').openapi({
    description:
      'zero = a lower line below 0 stands at 0, is not drawn, and no rule looks below it; none = lines stand where they fall',
  }),
});

const figures = {
  families: z.array(
    z.object({
      family,
      unit: z.enum(['items', 'ms']),
      limits: z
        .object({
          average: z.number(),
          upper: z.number(),
          lower: z.number(),
          isLowerDrawn: z.boolean(),
          sigma: z.number(),
          meanMovingRange: z.number(),
          baselinePoints: count,
          isProvisional: z
            .boolean()
            .openapi({ description: 'fewer than 17 points: the limits will still move' }),
        })
        .nullable(),
      points: z.array(
        z.object({
          at: instant.openapi({ description: 'the start of the interval, or when the item was finished' }),
          label: z.string().nullable(),
          reference: z.string().nullable(),
          value: z.number(),
          isBaseline: z.boolean(),
          signals: z.array(rule),
        }),
      ),
      signals: z
        .array(z.object({ rule, from: count, to: count, side: z.enum(['above', 'below']) }))
        .openapi({ description: 'from, to: places of points, from 0' }),
      reasons,
    }),
  ),
};

const summary = {
  families: z.array(
    z.object({
      family,
      unit: z.enum(['items', 'ms']),
      points: count,
      average: z.number().nullable().openapi({ description: 'of the points shown, whatever the baseline' }),
    }),
  ),
};

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: z.object({
      limits: z.string(),
      rules: z.string(),
      points: z.string(),
      clock: z.string(),
      version: z.int().openapi({ description: 'raised when a formula changes' }),
    }),
    ...figures,
    groups: groupsOf(figures),
    comparison: comparisonOf(summary),
  })
  .openapi('ProcessBehaviour');

export const processBehaviourRoute = createRoute({
  method: 'get',
  path: '/v1/process-behaviour',
  operationId: 'processBehaviour',
  tags: ['Metrics'],
  summary: 'Is this week news or noise?',
  request: { query },
  responses: responsesOf(
    answer,
    'An XmR chart of each family. In the CSV one row per point, a column for each rule.',
  ),
});
