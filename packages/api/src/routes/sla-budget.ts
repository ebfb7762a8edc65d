import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { interval, rangeEnvelope } from '../contract/envelope.ts';
import { reasons, wholeNumber } from '../contract/figures.ts';
import { filterQuery } from '../contract/filters.ts';
import { listQuery, nextPage } from '../contract/list.ts';
import { intervalQuery, name, parameters, rangeQuery } from '../contract/query.ts';
import { responsesOf, withoutWorkingTime } from '../contract/responses.ts';
import { count, dayOrInstant, dueIsDay, instant, share } from '../contract/values.ts';

const { splitBy: _, ...filters } = filterQuery;

const asked = {
  ...atQuery,
  objectiveClass: name(
    'The class of service whose objective is looked at; without it and objectiveType that of the stream.',
    'expedite',
  ).optional(),
  objectiveType: name('The type whose objective is looked at.', 'defect').optional(),
  ...filters,
  minimumSample: wholeNumber(1, 100_000, 10, 'With fewer finished items nothing is expected of an open one.'),
};

const query = parameters({
  ...intervalQuery,
  ...asked,
  rows: z
    .enum(['series', 'open', 'decisions'])
    .default('series')
    .openapi({ description: 'csv only: which rows to write' }),
});

const itemsQuery = parameters({
  ...rangeQuery,
  ...asked,
  rows: z.enum(['open', 'decisions']).default('open').openapi({
    description:
      'open items whose deadline lies ahead, by deadline; or the decisions of the range, by when they fell',
  }),
  ...listQuery,
});

const rate = z.number().nullable().openapi({ description: '1 = the budget lasts as long as its window' });
const leftShare = z
  .number()
  .nullable()
  .openapi({ description: 'the part of the budget that is left; negative: overspent' });

const objective = z.object({
  classOfService: z.string().nullable().openapi({ description: 'null = any' }),
  type: z.string().nullable().openapi({ description: 'null = any' }),
  objective: share,
  windowDays: count,
});

const open = z.object({
  reference: z.string(),
  queue: z.string(),
  deadline: dayOrInstant,
  deadlineIsDay: dueIsDay,
  decidedBy: z.enum(['dueDate', 'policy']),
  missProbability: share.nullable(),
  isBeyondHistory: z.boolean(),
  isInWindow: z.boolean().openapi({ description: 'its deadline lies within the coming windowDays' }),
  reasons,
});

const decision = z.object({
  reference: z.string(),
  type: z.string().nullable(),
  classOfService: z.string().nullable(),
  decidedAt: instant,
  isHit: z.boolean(),
  deadline: dayOrInstant,
  deadlineIsDay: dueIsDay,
  decidedBy: z.enum(['dueDate', 'policy']),
  finishedAt: instant.nullable(),
});

const definitions = z.object({
  version: z.int().openapi({ description: 'raised when a formula changes' }),
  population: z.string(),
  decided: z.string(),
  budget: z.string(),
  burnRate: z.string(),
  alerts: z.string(),
  missProbability: z.string(),
  forecast: z.string(),
});

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    objectives: z.array(objective).openapi({ description: 'all of the stream' }),
    objective: share.nullable().openapi({ description: 'the share of promises to be kept' }),
    windowDays: count,
    decided: count,
    hits: count,
    misses: count,
    hitRate: share.nullable(),
    hitInterval: z
      .tuple([share, share])
      .nullable()
      .openapi({ description: 'of the hit rate, by Wilson, 95 %' }),
    meetsTarget: z.enum(['yes', 'no', 'unknown']),
    allowed: z.number().nullable(),
    left: z.number().nullable(),
    leftShare,
    missesLeft: z.int().nullable(),
    series: z.array(z.object({ ...interval, decided: count, misses: count, leftShare, burnRate: rate })),
    alerts: z.array(
      z.object({
        alert: z.enum(['fast', 'slow', 'exhausted']),
        longBurnRate: rate,
        shortBurnRate: rate,
        isFiring: z.boolean(),
        since: instant.nullable(),
      }),
    ),
    openItems: count.openapi({ description: 'with a deadline ahead' }),
    open: z
      .array(open)
      .openapi({ description: 'the first 2,000 by deadline; all are at /v1/sla/budget/items' }),
    expectedMisses: z.number(),
    missDistribution: z
      .array(share)
      .openapi({ description: 'the probability of 0, 1, 2 … misses among open items of the coming window' }),
    probabilityExhausted: share.nullable(),
    reasons,
  })
  .openapi('SlaBudget');

const itemsAnswer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    items: z.array(z.union([open, decision])),
    nextPage,
  })
  .openapi('SlaBudgetItems');

export const slaBudgetRoute = createRoute({
  method: 'get',
  path: '/v1/sla/budget',
  operationId: 'slaBudget',
  tags: ['Metrics'],
  summary: 'How many more promises may be broken, and which will be?',
  request: { query },
  responses: {
    ...responsesOf(
      answer,
      'The error budget of an objective over its rolling window, and what open items will take of it.',
    ),
    ...withoutWorkingTime,
  },
});

export const slaBudgetItemsRoute = createRoute({
  method: 'get',
  path: '/v1/sla/budget/items',
  operationId: 'slaBudgetItems',
  tags: ['Metrics'],
  summary: 'Which open promises are there, and which were decided?',
  request: { query: itemsQuery },
  responses: {
    ...responsesOf(itemsAnswer, 'Items of an objective, a page at once. The CSV streams all of them.'),
    ...withoutWorkingTime,
  },
});
