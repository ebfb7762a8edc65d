import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { compareQuery, comparisonOf } from '../contract/comparison.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { clockQuery, reasons } from '../contract/figures.ts';
import { filterQuery, groupsOf } from '../contract/filters.ts';
import { listQuery, nextPage } from '../contract/list.ts';
import { percentileList } from '../contract/percentiles.ts';
import { parameters, rangeQuery } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, durationMs, instant, share } from '../contract/values.ts';

const asked = { ...rangeQuery, ...atQuery, ...clockQuery, ...filterQuery };

const query = parameters({
  ...asked,
  ...compareQuery,
  cluster: z.enum(['normalised', 'exact']).default('normalised').openapi({
    description:
      'which reasons are one: normalised = case folded, trimmed, blanks joined; exact = as they were written',
  }),
  percentiles: percentileList,
  percentileMethod: z.enum(['nearest-rank', 'linear']).default('nearest-rank'),
  rows: z
    .enum(['intervals', 'reasons', 'queues', 'clusters'])
    .default('intervals')
    .openapi({ description: 'csv only: which rows to write' }),
});

const intervalsQuery = parameters({ ...asked, ...listQuery });

const percentile = z.object({
  percentile: z.number(),
  durationMs: durationMs.nullable(),
  shareAtOrUnder: share.nullable(),
  sampleSize: count,
  isMaximum: z.boolean().nullable().openapi({ description: 'true: the sample says no more than its worst' }),
});

const cost = {
  blocks: count,
  blockedMs: durationMs,
  share: share.nullable().openapi({ description: 'of all blocked time' }),
};

const figures = {
  total: z.object({
    blocks: count,
    items: count,
    blockedMs: durationMs,
    outsideMs: durationMs.openapi({ description: 'while not in progress: in no other figure' }),
    shareOfWip: share.nullable().openapi({ description: 'of the time in progress of all items' }),
    averageBlocked: z.number().nullable().openapi({ description: 'items blocked on average' }),
    ended: count.openapi({
      description: 'blocks that ended in the range; mean and percentiles are theirs, uncut',
    }),
    meanMs: durationMs.nullable(),
    percentiles: z.array(percentile),
    open: count.openapi({ description: 'blocks that last at the end of the range' }),
    openPercentiles: z.array(percentile).openapi({ description: 'of how old these are' }),
    reasons,
  }),
  reasons: z.array(z.object({ reason: z.string(), items: count, ...cost, medianMs: durationMs.nullable() })),
  queues: z.array(z.object({ queue: z.string(), ...cost })),
  matrix: z
    .array(z.object({ queue: z.string(), key: z.string(), blockedMs: durationMs }))
    .openapi({ description: 'queue by cluster, without empty cells' }),
  clusters: z.array(
    z.object({
      key: z.string(),
      reasons: z.array(z.string()),
      ...cost,
      cumulativeShare: share.nullable().openapi({ description: 'of this and all before it' }),
    }),
  ),
  finishedItems: z.object({
    items: count,
    neverBlocked: count,
    blockedMs: durationMs,
    shareOfCycleTime: share.nullable(),
  }),
};

const definitions = z.object({
  blocked: z.string(),
  population: z.string(),
  clock: z.string(),
  cluster: z.string(),
  finishedItems: z.string(),
  version: z.int().openapi({ description: 'raised when a formula changes' }),
});

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    ...figures,
    groups: groupsOf(figures),
    comparison: comparisonOf({ total: figures.total }),
  })
  .openapi('Blocked');

const intervals = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    intervals: z.array(
      z.object({
        reference: z.string(),
        queue: z.string().nullable().openapi({ description: 'where it began, within the range' }),
        reason: z.string(),
        blockedAt: instant,
        unblockedAt: instant.nullable(),
        durationMs: durationMs.openapi({ description: 'uncut, up to the end of the range while it lasts' }),
        blockedBy: z.string(),
        unblockedBy: z.string().nullable(),
      }),
    ),
    nextPage,
  })
  .openapi('BlockedIntervals');

export const blockedRoute = createRoute({
  method: 'get',
  path: '/v1/blocked',
  operationId: 'blocked',
  tags: ['Metrics'],
  summary: 'What do blocks cost, and what would removing one cause gain?',
  request: { query },
  responses: responsesOf(answer, 'Blocked time in total, by reason, queue and cluster of reasons.'),
});

export const blockedIntervalsRoute = createRoute({
  method: 'get',
  path: '/v1/blocked/intervals',
  operationId: 'blockedIntervals',
  tags: ['Metrics'],
  summary: 'What was blocked when, why, and by whom?',
  request: { query: intervalsQuery },
  responses: responsesOf(intervals, 'One row per block, in the order in which they began.'),
});
