import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { compareQuery, comparisonOf } from '../contract/comparison.ts';
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

const settingTable = z.enum([
  'annotations',
  'holidays',
  'person_limits',
  'settings',
  'sla_objectives',
  'sla_policies',
  'transitions',
  'wip_limits',
  'working_hours',
]);

const changes = z.array(z.object({ change, times: count, items: count })).openapi({
  description: 'every kind of change, those that did not happen included; the items are at /v1/changes/items',
});

const definitions = z.object({
  version: z.int().openapi({ description: 'raised when a formula changes' }),
  finished: z.string(),
  dropped: z.string(),
  movedBack: z.string(),
  deadlineBroken: z.string(),
  settings: z.string(),
});

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    settings: z.array(z.object({ table: settingTable, times: count })).openapi({
      description:
        'every kind of setting, those that did not change included; the changes are at /v1/changes/settings',
    }),
    changes,
    comparison: comparisonOf({ changes }),
  })
  .openapi('Changes');

export const changesRoute = createRoute({
  method: 'get',
  path: '/v1/changes',
  operationId: 'changes',
  tags: ['Board'],
  summary: 'What has changed since?',
  request: { query: parameters({ ...asked, ...compareQuery }) },
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

const {
  type: _type,
  classOfService: _class,
  assignee: _assignee,
  parent: _parent,
  fieldsAt: _at,
  ...ofStream
} = asked;

const values = z
  .record(z.string(), z.union([z.string(), z.number()]).nullable())
  .nullable()
  .openapi({ description: 'the columns that differ; null: there was no such row' });

const settings = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions,
    settings: z.array(
      z.object({
        at: instant,
        table: settingTable,
        change: z.enum(['added', 'changed', 'removed']),
        name: z
          .string()
          .openapi({ description: 'what was set, such as a queue; empty: of the whole stream' }),
        before: values,
        after: values,
        actor: z.string(),
      }),
    ),
    nextPage,
  })
  .openapi('ChangedSettings');

export const changedSettingsRoute = createRoute({
  method: 'get',
  path: '/v1/changes/settings',
  operationId: 'changedSettings',
  tags: ['Board'],
  summary: 'Which settings, limits and policies have changed since, and how?',
  request: { query: parameters({ ...ofStream, ...listQuery }) },
  responses: responsesOf(
    settings,
    'Changes in the order in which they were made, a page at once. The CSV holds all of them.',
  ),
});
