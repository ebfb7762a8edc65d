import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope } from '../contract/at.ts';
import { compareQuery, comparisonOf } from '../contract/comparison.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { groupsOf } from '../contract/filters.ts';
import { inclusiveDays, leadTimeSummary, timed, timing } from '../contract/lead-time.ts';
import { listQuery, nextPage } from '../contract/list.ts';
import { percentileList } from '../contract/percentiles.ts';
import { parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, durationMs, instant, version } from '../contract/values.ts';

/** More items than this are counted in cells. */
export const MOST_MARKS = 5_000;

const query = parameters({
  ...timing,
  ...compareQuery,
  percentiles: percentileList,
  percentileMethod: z.enum(['nearest-rank', 'linear']).default('nearest-rank'),
  cells: z
    .string()
    .regex(/^([1-9]\d?|[12]\d\d|300)x([1-9]\d?|1\d\d|200)$/, 'columns x rows, up to 300x200')
    .optional()
    .openapi({
      description: `json only: also the scatter. Up to ${MOST_MARKS} items are shown one by one, more are counted in so many cells.`,
      example: '120x50',
    }),
});

const milliseconds = (description: string) =>
  z
    .string()
    .regex(/^\d{1,15}(\.\d{1,3})?$/, 'milliseconds, with up to three decimals')
    .optional()
    .openapi({ description, example: '86400000' });

const itemsQuery = parameters({
  ...timing,
  sort: z
    .enum(['finished', 'longest'])
    .default('finished')
    .openapi({ description: 'in the order of finishing, or those that took longest first' }),
  fromMs: milliseconds('Only items that took at least so long; fromMs and toMs of the distribution fit.'),
  toMs: milliseconds('Only items that took less than this.'),
  ...listQuery,
});

const item = z.object({
  reference: z.string(),
  shortDesc: z.string().nullable(),
  type: z.string().nullable(),
  classOfService: z.string().nullable(),
  enteredAt: instant,
  committedAt: instant.nullable(),
  startedAt: instant.openapi({ description: 'when the clock started' }),
  endedAt: instant.openapi({ description: 'when the clock stopped' }),
  finishedAt: instant,
  leadTimeMs: durationMs,
  leadTimeDays: inclusiveDays,
});

const figures = {
  ...leadTimeSummary,
  distribution: z
    .array(z.object({ fromMs: durationMs, toMs: durationMs.openapi({ description: 'not included' }), count }))
    .openapi({ description: 'bins of equal width, without gaps' }),
};

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: z.object({ version, ...timed, percentileMethod: z.enum(['nearest-rank', 'linear']) }),
    ...figures,
    groups: groupsOf(figures),
    comparison: comparisonOf(leadTimeSummary),
    scatter: z
      .object({
        shows: z.enum(['items', 'cells']),
        items: z
          .array(item)
          .openapi({ description: 'the sample in the order of finishing; empty with cells' }),
        cells: z
          .array(
            z.object({
              from: instant,
              to: instant.openapi({ description: 'finished before this' }),
              fromMs: durationMs,
              toMs: durationMs.openapi({ description: 'not included' }),
              count,
            }),
          )
          .openapi({ description: 'those that hold any item; empty with items' }),
      })
      .nullable()
      .openapi({ description: 'null: the parameter cells was not given' }),
  })
  .openapi('LeadTime');

const itemsAnswer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: z.object({ version, ...timed, order: z.string() }),
    items: z.array(item),
    nextPage,
  })
  .openapi('LeadTimeItems');

export const leadTimeRoute = createRoute({
  method: 'get',
  path: '/v1/lead-time',
  operationId: 'leadTime',
  tags: ['Metrics'],
  summary: 'How long did finished items take?',
  request: { query },
  responses: responsesOf(
    answer,
    'Percentiles and distribution; on request the scatter. The CSV holds the items, for a retrospective also with assignee, parent, ' +
      'priority, due date and how late (as /v1/sla judges), and where the time on the clock went: activeMs (in active queues, ' +
      'not blocked), waitingMs (all the rest), blockedMs (while in progress), visitsBack, and for each queue inQueueMs:<name>.',
  ),
});

export const leadTimeItemsRoute = createRoute({
  method: 'get',
  path: '/v1/lead-time/items',
  operationId: 'leadTimeItems',
  tags: ['Metrics'],
  summary: 'Which items were finished, and how long did each take?',
  request: { query: itemsQuery },
  responses: responsesOf(
    itemsAnswer,
    'The items of a sample, a page at once. The CSV streams all of them, as that of /v1/lead-time.',
  ),
});
