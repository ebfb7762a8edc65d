import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { compareQuery, comparisonOf } from '../contract/comparison.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { clockQuery, measureQuery, reasons, wholeNumber } from '../contract/figures.ts';
import { filterQuery, groupsOf } from '../contract/filters.ts';
import { listQuery, nextPage } from '../contract/list.ts';
import { percentileList } from '../contract/percentiles.ts';
import { parameters, rangeQuery } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, durationMs, instant, kind, share } from '../contract/values.ts';

const asked = {
  ...rangeQuery,
  ...atQuery,
  ...measureQuery,
  ...clockQuery,
  ...filterQuery,
  scope: z
    .enum(['finished', 'window'])
    .default('finished')
    .openapi({
      description:
        'finished = items finished in the range, from their start to their finish; window = all items, as far as they were in ' +
        'progress within the range: where the time of the period went',
    }),
};

const query = parameters({
  ...asked,
  ...compareQuery,
  percentiles: percentileList,
  percentileMethod: z.enum(['nearest-rank', 'linear']).default('nearest-rank'),
  minimumSample: wholeNumber(1, 100_000, 10, 'With fewer items no bottleneck is named.'),
  rows: z
    .enum(['queues', 'items', 'visits'])
    .default('queues')
    .openapi({ description: 'csv only: which rows to write' }),
});

const itemsQuery = parameters({
  ...asked,
  sort: z
    .enum(['item', 'longest'])
    .default('item')
    .openapi({ description: 'as items were made, or those that took longest first' }),
  ...listQuery,
});

const percentile = {
  percentile: z.number(),
  shareAtOrUnder: share.nullable(),
  sampleSize: count,
  isMaximum: z.boolean().nullable().openapi({ description: 'true: the sample says no more than its worst' }),
};

const queue = z.object({
  queue: z
    .string()
    .nullable()
    .openapi({ description: 'null: in no queue for work in progress, between start and finish' }),
  kind: kind.nullable(),
  visits: count,
  items: count,
  returns: count.openapi({ description: 'visits beyond the first of each item' }),
  totalMs: durationMs,
  meanMs: durationMs.nullable().openapi({ description: 'of an item that was there' }),
  percentiles: z.array(z.object({ ...percentile, totalMs: durationMs.nullable() })),
  share: share.nullable().openapi({ description: 'of the time of all rows' }),
  blockedMs: durationMs,
  averageItems: z.number().nullable(),
  arrivals: count.nullable(),
  departures: count.nullable(),
  growth: z.int().nullable().openapi({ description: 'arrivals − departures' }),
  heldMs: durationMs.nullable(),
  heldShare: share.nullable(),
  waitShare: share.nullable(),
  isGrowing: z.boolean().nullable(),
  wipLevels: z.array(z.object({ items: count, share })).nullable(),
  wipLevel85: count.nullable(),
  reasons,
});

const figures = {
  queues: z.array(queue),
  bottleneck: z.string().nullable(),
  efficiency: z.object({
    pooled: share.nullable(),
    median: share.nullable(),
    percentiles: z.array(z.object({ ...percentile, efficiency: share.nullable() })),
    activeMs: durationMs,
    waitingMs: durationMs,
    blockedMs: durationMs,
    totalMs: durationMs,
    items: count,
  }),
  reasons,
};

const definitions = z.object({
  population: z.string(),
  clock: z.string(),
  time: z.string(),
  efficiency: z.string(),
  bottleneck: z.string(),
  window: z.string(),
  version: z.int().openapi({ description: 'raised when a formula changes' }),
});

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    ...figures,
    groups: groupsOf(figures),
    comparison: comparisonOf({ efficiency: figures.efficiency }),
  })
  .openapi('TimeInQueue');

const items = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    items: z.array(
      z.object({
        reference: z.string(),
        shortDesc: z.string().nullable(),
        type: z.string().nullable(),
        classOfService: z.string().nullable(),
        assignee: z.string().nullable(),
        committedAt: instant.nullable(),
        finishedAt: instant.nullable(),
        totalMs: durationMs,
        activeMs: durationMs,
        waitingMs: durationMs,
        blockedMs: durationMs,
        efficiency: share.nullable(),
        queues: z
          .record(z.string(), durationMs)
          .openapi({ description: 'the time in each queue it was in, by name' }),
      }),
    ),
    nextPage,
  })
  .openapi('TimeInQueueItems');

export const timeInQueueRoute = createRoute({
  method: 'get',
  path: '/v1/time-in-queue',
  operationId: 'timeInQueue',
  tags: ['Metrics'],
  summary: 'Where does the time go, and where does work pile up?',
  request: { query },
  responses: responsesOf(answer, 'A row for each queue, flow efficiency, and what holds the most.'),
});

export const timeInQueueItemsRoute = createRoute({
  method: 'get',
  path: '/v1/time-in-queue/items',
  operationId: 'timeInQueueItems',
  tags: ['Metrics'],
  summary: 'Where did the time of each item go?',
  request: { query: itemsQuery },
  responses: responsesOf(items, 'One row per item; in the CSV for each queue inQueueMs:<name>.'),
});
