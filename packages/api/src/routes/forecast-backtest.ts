import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope } from '../contract/at.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { calibration, definitions, drawQuery, items } from '../contract/forecast.ts';
import { parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, share } from '../contract/values.ts';

const dayCount = z.string().regex(/^[1-9]\d{0,2}$/, 'a number of days from 1 to 999');

const query = parameters({
  ...drawQuery,
  horizon: dayCount.default('14').openapi({ description: 'how many items in so many days; not with items' }),
  items: items
    .refine((text) => /^\d+$/.test(text), 'one number of items')
    .optional()
    .openapi({ description: 'when so many items are finished, instead of how many', example: '20' }),
  historyDays: dayCount
    .default('90')
    .openapi({ description: 'the days before each origin that are its history' }),
  step: dayCount.optional().openapi({
    description: 'days from one origin to the next; default: horizon, with items 14',
  }),
  rows: z
    .enum(['calibration', 'origins'])
    .default('calibration')
    .openapi({ description: 'csv only: which rows to write' }),
});

const value = z
  .union([count, z.string()])
  .openapi({ description: 'items, or with the parameter items a date' });

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: definitions.extend({ origin: z.string(), hit: z.string() }),
    calibration: z.array(calibration),
    origins: z.array(
      z.object({
        date: z.string().openapi({ description: 'the first day of the forecast' }),
        promised: z.array(z.object({ percentile: z.number(), value, probability: share })),
        happened: value,
      }),
    ),
    skipped: count.openapi({ description: 'origins with too little history before them' }),
    unresolved: count.openapi({ description: 'origins of which it is not known yet what happened' }),
    areOverlapping: z.boolean().openapi({
      description: 'the same days decide several origins: the intervals are then too narrow',
    }),
  })
  .openapi('Backtest');

export const backtestRoute = createRoute({
  method: 'get',
  path: '/v1/forecast/backtest',
  operationId: 'forecastBacktest',
  tags: ['Forecasts'],
  summary: 'How often did such forecasts come true?',
  request: { query },
  responses: responsesOf(
    answer,
    'from, to: the days looked at, default the two years before today, as far as there is a log.',
  ),
});
