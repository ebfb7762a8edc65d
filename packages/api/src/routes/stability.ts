import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { compareQuery, comparisonOf } from '../contract/comparison.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { clockQuery, reasons } from '../contract/figures.ts';
import { filterQuery, groupsOf } from '../contract/filters.ts';
import { intervalQuery, parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, durationMs, instant, share } from '../contract/values.ts';

const ratio = (fallback: string, description: string) =>
  z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'a number from 0 to 1')
    .default(fallback)
    .openapi({ description });

const query = parameters({
  ...intervalQuery,
  ...atQuery,
  ...clockQuery,
  ...filterQuery,
  ...compareQuery,
  tolerance: ratio('0.1', 'How far a check may be off.'),
  epsilon: ratio('0.05', 'How far averages of what is there and of what leaves may be apart.'),
  rows: z
    .enum(['checks', 'series'])
    .default('checks')
    .openapi({ description: 'csv only: which rows to write' }),
});

const window = z
  .object({
    itemMs: durationMs.openapi({ description: 'time in progress of all items' }),
    averageWip: z.number().nullable().openapi({ description: 'L' }),
    items: count.openapi({ description: 'spells present' }),
    ratePerDay: z.number().nullable().openapi({ description: 'λ' }),
    averageMs: durationMs.nullable().openapi({ description: 'W' }),
    arrivals: count,
    departures: count,
    wipStart: count,
    wipEnd: count,
    averageAgeStartMs: durationMs.nullable(),
    averageAgeEndMs: durationMs.nullable(),
    meanCycleTimeMs: durationMs.nullable(),
    boundaryShare: share.nullable(),
    reasons,
  })
  .nullable()
  .openapi({ description: 'null: the range has not begun' });

const figures = {
  window,
  checks: z.array(
    z.object({
      check: z.enum(['ratesEqual', 'allFinish', 'wipSame', 'ageSteady', 'sameUnits']),
      value: z.number().nullable(),
      threshold: z.number(),
      holds: z.boolean().nullable().openapi({ description: 'null: cannot be said' }),
      says: z.string(),
    }),
  ),
  series: z.array(
    z.object({
      at: instant,
      averageWip: z.number().nullable(),
      ratePerDay: z.number().nullable(),
      averageMs: durationMs.nullable(),
      meanCompletedMs: durationMs.nullable(),
      isCoherent: z.boolean().nullable().openapi({ description: 'null in the first 28 days' }),
    }),
  ),
  coherentShare: share.nullable(),
  epsilon: z.number(),
};

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: z.object({
      window: z.string(),
      checks: z.string(),
      coherence: z.string(),
      boundaryShare: z.string(),
      clock: z.string(),
      version: z.int().openapi({ description: 'raised when a formula changes' }),
    }),
    ...figures,
    groups: groupsOf(figures),
    comparison: comparisonOf({ window }),
  })
  .openapi('Stability');

export const stabilityRoute = createRoute({
  method: 'get',
  path: '/v1/stability',
  operationId: 'stability',
  tags: ['Metrics'],
  summary: 'Can this stream be forecast by averages at all?',
  request: { query },
  responses: responsesOf(answer, "Little's law over the range, and the assumptions behind it one by one."),
});
