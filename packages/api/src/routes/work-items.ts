import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { presentEnvelope } from '../contract/envelope.ts';
import { clockQuery, measureQuery, reasons, wholeNumber } from '../contract/figures.ts';
import { filterQuery } from '../contract/filters.ts';
import { listQuery, nextPage } from '../contract/list.ts';
import { outlook } from '../contract/outlook.ts';
import { name, parameters, rangeQuery, streamQuery } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, dayOrInstant, dueIsDay, durationMs, instant, share } from '../contract/values.ts';

const { splitBy: _, ...filters } = filterQuery;

const query = parameters({
  ...streamQuery,
  timeZone: rangeQuery.timeZone,
  ...atQuery,
  state: z.enum(['open']).default('open').openapi({ description: 'open = neither finished nor dropped' }),
  queue: name('Only items in this queue.', 'development').optional(),
  ...filters,
  ...measureQuery,
  ...clockQuery,
  minimumSample: wholeNumber(1, 100_000, 10, 'With fewer finished items nothing is compared or expected.'),
  stalledDays: wholeNumber(
    1,
    3650,
    5,
    'Without a move or a change for so many days of 24 hours an item is stalled.',
  ),
  sort: z.enum(['age', 'timeInQueue', 'entered', 'deadline']).default('age').openapi({
    description:
      'age and timeInQueue = the longest first; entered and deadline = the earliest first; those without one come last',
  }),
  ...listQuery,
});

const item = z.object({
  reference: z.string(),
  shortDesc: z.string().nullable(),
  type: z.string().nullable(),
  classOfService: z.string().nullable(),
  assignee: z.string().nullable(),
  parent: z.string().nullable(),
  queue: z.string(),
  place: count
    .nullable()
    .openapi({ description: '1 = the first in its queue now; null: it is no longer there' }),
  enteredAt: instant,
  committedAt: instant.nullable(),
  enteredQueueAt: instant,
  ageMs: durationMs.nullable(),
  timeInQueueMs: durationMs,
  blockedMs: durationMs,
  isBlocked: z.boolean(),
  blockedSince: instant.nullable(),
  blockedReason: z.string().nullable(),
  isStalled: z.boolean(),
  movedBack: z.boolean(),
  paceShare: share.nullable(),
  exceeds: z.number().nullable(),
  waitsFor: z.array(z.string()).openapi({ description: 'items it depends on that are not finished now' }),
  dueAt: dayOrInstant.nullable(),
  dueIsDay,
  ...outlook,
  reasons,
});

const answer = z
  .object({
    ...presentEnvelope,
    ...atEnvelope,
    definitions: z.object({
      version: z.int().openapi({ description: 'raised when a formula changes' }),
      population: z.string(),
      age: z.string(),
      clock: z.string(),
      pace: z.string(),
      expected: z.string(),
      missProbability: z.string(),
      state: z.string(),
    }),
    items: z.array(item),
    nextPage,
  })
  .openapi('OpenItems');

export const workItemsRoute = createRoute({
  method: 'get',
  path: '/v1/work-items',
  operationId: 'workItems',
  tags: ['Board'],
  summary: 'What is open, how old is it, and when will it be done?',
  request: { query },
  responses: responsesOf(
    answer,
    'Open items with age, pace and outlook, a page at once. The CSV holds all of them.',
  ),
});
