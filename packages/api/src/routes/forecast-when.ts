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
import { parameters, text } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, share } from '../contract/values.ts';

const LONGEST_LIST = 700;

const query = parameters({
  ...forecastQuery,
  items: items.optional().openapi({
    description:
      'How many items: 20, or 20..25 for each number alike likely; with streams one for each of them. Needed unless remainingOf is given.',
    example: '20',
  }),
  streams: text(LONGEST_LIST).optional().openapi({
    description:
      'Several streams, separated by commas, instead of stream: when have all finished their items?',
    example: 'web,mobile',
  }),
  date: date('likelihood = that all are finished by the end of this day.').optional(),
  rows: forecastRows,
});

const streams = z.array(z.object({ valueStream: z.string(), items: z.string(), history, isThin, reason }));

const figures = {
  percentiles: z
    .array(
      z.object({
        percentile: z.number(),
        date: z.string().nullable(),
        days: count
          .nullable()
          .openapi({ description: 'the first day is 1; days that do not count are left out' }),
        probability: share.nullable(),
      }),
    )
    .openapi({ description: 'by this day; more sure means later; null beyond 3,650 days' }),
  distribution: z.array(z.object({ date: z.string(), days: count, probability: share, cumulative: share })),
  likelihood: share.nullable().openapi({ description: 'that all are finished by date; null without one' }),
  isBeyondHorizon: z.boolean(),
  isThin,
  reason,
};

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    streams,
    startDate: z.string(),
    ...figures,
    groups: groupsOf({ streams, ...figures }),
    calibration: calibration.nullable().openapi({
      description:
        'of the 85 % answer; null unless include=calibration, and for several streams or a range of items',
    }),
  })
  .openapi('When');

export const whenRoute = createRoute({
  method: 'get',
  path: '/v1/forecast/when',
  operationId: 'forecastWhen',
  tags: ['Forecasts'],
  summary: 'By which day will so many items be finished?',
  request: { query },
  responses: responsesOf(
    answer,
    'The history is from, to: complete local days, default the 90 before today.',
  ),
});
