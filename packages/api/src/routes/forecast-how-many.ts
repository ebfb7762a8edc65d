import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope } from '../contract/at.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { groupsOf } from '../contract/filters.ts';
import {
  calibration,
  date,
  definitions,
  forecastQuery,
  forecastRows,
  history,
  isThin,
  items,
  reason,
} from '../contract/forecast.ts';
import { parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, share } from '../contract/values.ts';

const query = parameters({
  ...forecastQuery,
  date: date('The last day of the forecast; default: two weeks, 14 days.').optional(),
  items: items
    .optional()
    .openapi({ description: 'likelihood = that so many are finished: 20, or 20..25', example: '20' }),
  method: z.enum(['exact', 'simulate']).default('exact').openapi({
    description:
      'simulate also draws paths day by day, for a fan chart; percentiles and likelihood are exact either way',
  }),
  trials: z
    .string()
    .regex(/^([1-9]\d{0,3}|10000)$/, 'a number from 1 to 10000')
    .default('10000')
    .openapi({ description: 'simulate: how many paths are drawn' }),
  seed: z
    .string()
    .regex(/^\d{1,9}$/, 'a whole number from 0 to 999999999')
    .default('1')
    .openapi({ description: 'simulate: the same seed draws the same paths' }),
  rows: forecastRows,
});

const figures = {
  percentiles: z
    .array(z.object({ percentile: z.number(), items: count, probability: share }))
    .openapi({ description: 'at least so many items; more sure means fewer' }),
  distribution: z.array(z.object({ items: count, probability: share, cumulative: share })),
  likelihood: share
    .nullable()
    .openapi({ description: 'that items are finished by date; null where none were asked about' }),
  isThin,
  reason,
};

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    history,
    startDate: z.string(),
    date: z.string(),
    ...figures,
    groups: groupsOf({ history, ...figures }),
    calibration: calibration
      .nullable()
      .openapi({ description: 'of the 85 % answer; null unless include=calibration' }),
    simulate: z
      .object({
        trials: count,
        seed: count,
        paths: z
          .array(
            z.object({
              date: z.string(),
              percentiles: z.array(z.object({ percentile: z.number(), items: count })),
            }),
          )
          .openapi({
            description:
              'of each day that counts: at least so many items by its end, by nearest rank of the trials; the last day has the exact answer, and none before it more',
          }),
      })
      .nullable()
      .openapi({ description: 'null unless method=simulate' }),
  })
  .openapi('HowMany');

export const howManyRoute = createRoute({
  method: 'get',
  path: '/v1/forecast/how-many',
  operationId: 'forecastHowMany',
  tags: ['Forecasts'],
  summary: 'How many items will be finished by a day?',
  request: { query },
  responses: responsesOf(
    answer,
    'The history is from, to: complete local days, default the 90 before today.',
  ),
});
