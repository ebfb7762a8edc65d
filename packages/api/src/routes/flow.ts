import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { compareQuery, comparisonOf } from '../contract/comparison.ts';
import { interval, rangeEnvelope } from '../contract/envelope.ts';
import { clockQuery, reasons } from '../contract/figures.ts';
import { filterQuery, groupsOf } from '../contract/filters.ts';
import { intervalQuery, parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, durationMs } from '../contract/values.ts';

const query = parameters({
  ...intervalQuery,
  ...atQuery,
  ...clockQuery,
  ...filterQuery,
  ...compareQuery,
  dayCount: z.enum(['exact', 'inclusive']).default('exact').openapi({
    description:
      'inclusive = also ages and cycle times in local dates touched, first and last included, in …Days; not with clock=working',
  }),
  rows: z
    .enum(['intervals', 'histogram'])
    .default('intervals')
    .openapi({ description: 'csv only: which rows to write' }),
});

const days = z.number().nullable().optional().openapi({ description: 'only with dayCount=inclusive' });

const row = {
  arrivals: count,
  departures: z.object({ finished: count, dropped: count }),
  netFlow: z.int().openapi({ description: 'arrivals − departures' }),
  throughput: count.openapi({ description: 'items by finished at: one that was reopened counts once' }),
  wip: count.openapi({ description: 'at the end' }),
  averageWip: z.number().nullable(),
  maxWip: count,
  totalAgeMs: durationMs,
  averageAgeMs: durationMs.nullable(),
  approximateCycleTimeMs: durationMs.nullable(),
  meanCycleTimeMs: durationMs.nullable(),
  flowDebtMs: durationMs.nullable().openapi({
    description:
      'approximate − mean: over 0 time is borrowed from items left to age, under 0 it is paid back',
  }),
  totalAgeDays: days,
  averageAgeDays: days,
  meanCycleTimeDays: days,
  reasons,
};

const figures = {
  intervals: z.array(z.object({ ...interval, ...row })).openapi({ description: 'those that have begun' }),
  total: z.object(row).nullable().openapi({ description: 'the whole range; null: it has not begun' }),
  histogram: z
    .array(z.object({ throughput: count, intervals: count }))
    .openapi({ description: 'how many complete intervals had so many items finished' }),
};

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: z.object({
      spell: z.string(),
      wip: z.string(),
      age: z.string(),
      flowDebt: z.string(),
      clock: z.string(),
      version: z.int().openapi({ description: 'raised when a formula changes' }),
    }),
    ...figures,
    groups: groupsOf(figures),
    comparison: comparisonOf({ total: figures.total }),
  })
  .openapi('Flow');

export const flowRoute = createRoute({
  method: 'get',
  path: '/v1/flow',
  operationId: 'flow',
  tags: ['Metrics'],
  summary: 'Do we start more than we finish, and is old work growing?',
  request: { query },
  responses: responsesOf(answer, 'A row for each interval, zeros filled in.'),
});
