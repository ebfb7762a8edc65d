import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { compareQuery, comparisonOf } from '../contract/comparison.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { agePercentile, clockQuery, measureQuery, reasons, wholeNumber } from '../contract/figures.ts';
import { filterQuery, groupsOf } from '../contract/filters.ts';
import { percentileList } from '../contract/percentiles.ts';
import { parameters, rangeQuery } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, durationMs, instant, kind, share } from '../contract/values.ts';

const before =
  'Of the finished items that the pace is taken from; default: the 90 complete local days before at.';

const query = parameters({
  ...rangeQuery,
  from: rangeQuery.from.openapi({ description: `Start. ${before}` }),
  to: rangeQuery.to.openapi({ description: `End. ${before}` }),
  ...atQuery,
  ...filterQuery,
  ...measureQuery,
  ...clockQuery,
  compareWith: compareQuery.compareWith.openapi({
    description:
      'json only: with the ages at the end of another period: previous = that before the range, of as many days; lastYear = the same ' +
      'dates a year before; FROM..TO = these, as from and to; none',
  }),
  percentiles: percentileList,
  percentileMethod: z.enum(['nearest-rank', 'linear']).default('nearest-rank'),
  minimumSample: wholeNumber(1, 100_000, 10, 'With fewer finished items an age is compared with nothing.'),
  stalledDays: wholeNumber(
    1,
    3650,
    5,
    'Without a move or a change for so many days of 24 hours an item is stalled.',
  ),
  rows: z.enum(['items', 'pace']).default('items').openapi({ description: 'csv only: which rows to write' }),
});

const item = z.object({
  reference: z.string(),
  shortDesc: z.string().nullable(),
  type: z.string().nullable(),
  classOfService: z.string().nullable(),
  assignee: z.string().nullable(),
  queue: z.string(),
  enteredAt: instant,
  committedAt: instant.nullable(),
  enteredQueueAt: instant,
  ageMs: durationMs,
  timeInQueueMs: durationMs.openapi({ description: 'all of its visits to the queue, since its age began' }),
  blockedMs: durationMs.openapi({ description: 'while it was in progress' }),
  isBlocked: z.boolean(),
  isStalled: z.boolean(),
  movedBack: z.boolean(),
  paceShare: share
    .nullable()
    .openapi({ description: 'share of finished items that had passed the queue at this age or younger' }),
  exceeds: z.number().nullable().openapi({
    description: 'the greatest percentile whose pace is under the age; null where there is none',
  }),
  reasons,
});

const cell = z.object({
  queue: z.string(),
  fromMs: durationMs,
  toMs: durationMs.openapi({ description: 'not included' }),
  count,
});

const age = z.object({
  items: count,
  meanMs: durationMs.nullable(),
  totalMs: durationMs,
  percentiles: z.array(agePercentile),
  reasons,
});

const figures = {
  stages: z.array(
    z.object({
      queue: z.string(),
      kind,
      wipLimit: z.int().openapi({ description: '-1 = unlimited' }),
      itemCount: count,
      items: z.array(z.string()).openapi({ description: 'references, the oldest first' }),
      pace: z.array(agePercentile).nullable(),
      reasons,
    }),
  ),
  age,
};

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: z.object({
      version: z.int().openapi({ description: 'raised when a formula changes' }),
      population: z.string(),
      age: z.string(),
      clock: z.string(),
      pace: z.string(),
      band: z.string(),
      isStalled: z.string(),
      movedBack: z.string(),
    }),
    ...figures,
    items: z
      .array(item)
      .openapi({ description: 'the oldest first; none where there are more than 2,000: see cells' }),
    cells: z
      .array(cell)
      .nullable()
      .openapi({ description: 'items counted by queue and age, where there are more than 2,000; else null' }),
    groups: groupsOf(figures),
    comparison: comparisonOf({ age }),
  })
  .openapi('Ageing');

export const ageingRoute = createRoute({
  method: 'get',
  path: '/v1/ageing',
  operationId: 'ageing',
  tags: ['Metrics'],
  summary: 'How old is the work in progress, and which items do we talk about today?',
  request: { query },
  responses: responsesOf(
    answer,
    'The items in progress with their ages, and how old finished items were when they had passed each queue. The CSV holds ' +
      'every item, or the pace of each queue.',
  ),
});
