import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { filterQuery } from '../contract/filters.ts';
import { listQuery, nextPage } from '../contract/list.ts';
import { parameters, rangeQuery } from '../contract/query.ts';
import { responsesOf, withoutWorkingTime } from '../contract/responses.ts';
import { count, instant } from '../contract/values.ts';

const { splitBy: _, ...filters } = filterQuery;

const asked = {
  ...rangeQuery,
  from: rangeQuery.from.openapi({ description: 'Start, as in other answers; default: the day before to.' }),
  to: rangeQuery.to.openapi({ description: 'End, as in other answers; default: today.' }),
  ...atQuery,
  ...filters,
};

const change = z.enum([
  'entered',
  'finished',
  'dropped',
  'movedBack',
  'blocked',
  'unblocked',
  'deadlineBroken',
]);

const definitions = z.object({
  version: z.int().openapi({ description: 'raised when a formula changes' }),
  finished: z.string(),
  dropped: z.string(),
  movedBack: z.string(),
  deadlineBroken: z.string(),
});

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    changes: z.array(z.object({ change, times: count, items: count })).openapi({
      description:
        'every kind of change, those that did not happen included; the items are at /v1/changes/items',
    }),
  })
  .openapi('Changes');

export const changesRoute = createRoute({
  method: 'get',
  path: '/v1/changes',
  operationId: 'changes',
  tags: ['Board'],
  summary: 'What has changed since?',
  request: { query: parameters(asked) },
  responses: { ...responsesOf(answer, 'How often each kind of change happened.'), ...withoutWorkingTime },
});

const items = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    items: z.array(
      z.object({
        at: instant,
        change,
        reference: z.string(),
        shortDesc: z.string().nullable(),
        type: z.string().nullable(),
        classOfService: z.string().nullable(),
        assignee: z.string().nullable(),
        queue: z.string().nullable().openapi({ description: 'where it was after that' }),
      }),
    ),
    nextPage,
  })
  .openapi('ChangedItems');

export const changedItemsRoute = createRoute({
  method: 'get',
  path: '/v1/changes/items',
  operationId: 'changedItems',
  tags: ['Board'],
  summary: 'Which items have changed since, and how?',
  request: { query: parameters({ ...asked, ...listQuery }) },
  responses: {
    ...responsesOf(
      items,
      'Changes in the order in which they happened, a page at once. The CSV holds all of them.',
    ),
    ...withoutWorkingTime,
  },
});
