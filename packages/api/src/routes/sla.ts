import { createRoute, z } from '@hono/zod-openapi';
import { atEnvelope, atQuery } from '../contract/at.ts';
import { compareQuery, comparisonOf } from '../contract/comparison.ts';
import { interval, rangeEnvelope } from '../contract/envelope.ts';
import { reasons } from '../contract/figures.ts';
import { filterQuery, groupsOf } from '../contract/filters.ts';
import { listQuery, nextPage } from '../contract/list.ts';
import { outlook } from '../contract/outlook.ts';
import { intervalQuery, parameters, rangeQuery } from '../contract/query.ts';
import { responsesOf, withoutWorkingTime } from '../contract/responses.ts';
import { count, dayOrInstant, dueIsDay, durationMs, instant, share, version } from '../contract/values.ts';

const query = parameters({
  ...intervalQuery,
  ...atQuery,
  ...filterQuery,
  ...compareQuery,
  rows: z
    .enum(['intervals', 'misses', 'open'])
    .default('intervals')
    .openapi({ description: 'csv only: which rows to write; open = late, likely late and at risk' }),
  worst: z
    .string()
    .regex(/^(1?\d?\d|200)$/, 'a whole number from 0 to 200')
    .default('0')
    .openapi({
      description:
        'json only: so many of the misses, the most overdue first, and of open items that are late, likely late or at risk, by ' +
        'deadline; all of them are at /v1/sla/items',
    }),
});

const itemsQuery = parameters({
  ...rangeQuery,
  ...atQuery,
  ...filterQuery,
  rows: z.enum(['misses', 'open']).default('misses').openapi({
    description: 'items finished late in the range, or open ones that are late, likely late or at risk',
  }),
  sort: z.enum(['finished', 'latest']).optional().openapi({
    description:
      'misses in the order of finishing (the default), or the most overdue first; open ones come by their deadline',
  }),
  ...listQuery,
});

const counts = {
  finished: count,
  hits: count,
  misses: count,
  withoutSla: count,
  hitRate: share
    .nullable()
    .openapi({ description: 'hits among hits and misses; null when there are neither' }),
};

const figures = {
  total: z.object(counts),
  intervals: z.array(z.object({ ...interval, ...counts })),
};

const item = {
  reference: z.string(),
  shortDesc: z.string().nullable(),
  type: z.string().nullable(),
  classOfService: z.string().nullable(),
  enteredAt: instant,
};

/** An item whose promise was broken, or is or will be. */
const promised = z.object({
  ...item,
  state: z.enum(['missed', 'late', 'likelyLate', 'atRisk']),
  committedAt: instant.nullable(),
  queue: z.string().nullable().openapi({ description: 'where an open item is now' }),
  finishedAt: instant.nullable(),
  deadline: dayOrInstant,
  dueIsDay,
  decidedBy: z.enum(['dueDate', 'policy']),
  lateByMs: durationMs.nullable().openapi({ description: 'null: it is not late yet' }),
  missProbability: outlook.missProbability,
  isBeyondHistory: outlook.isBeyondHistory,
  expected50: outlook.expected50,
  expected85: outlook.expected85,
  reasons,
});

const itemsAnswer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: z.object({ version, rows: z.enum(['misses', 'open']), order: z.string(), at: instant }),
    items: z.array(promised),
    nextPage,
  })
  .openapi('SlaItems');

const answer = z
  .object({
    ...rangeEnvelope,
    ...atEnvelope,
    definitions: z.object({
      version,
      interval: z.enum(['hour', 'day', 'week', 'month']),
      population: z.string(),
      deadline: z.string(),
      hit: z.string(),
      expected: z.string(),
      missProbability: z.string(),
      state: z.string(),
      policies: z.array(
        z.object({
          classOfService: z.string().nullable().openapi({ description: 'null = any' }),
          type: z.string().nullable().openapi({ description: 'null = any' }),
          measure: z.enum(['lead', 'cycle']),
          clock: z.enum(['elapsed', 'working']).openapi({
            description: 'working = only the working hours of the calendar use the target up',
          }),
          targetHours: z.number(),
        }),
      ),
      calendar: z
        .object({
          timeZone: z.string().openapi({ description: 'the zone of the stream, whichever was asked for' }),
          workingHours: z
            .array(z.object({ weekday: z.int(), starts: z.string(), ends: z.string() }))
            .openapi({
              description: 'by local time; weekday 1 = Monday … 7 = Sunday; empty = every hour counts',
            }),
          holidays: z.array(z.iso.date()),
        })
        .openapi({ description: 'what policies with the clock "working" go by' }),
    }),
    ...figures,
    groups: groupsOf(figures),
    comparison: comparisonOf({ total: z.object(counts) }),
    open: z
      .object({
        at: instant.openapi({ description: 'when open items were looked at' }),
        late: count,
        likelyLate: count,
        atRisk: count,
        onTrack: count,
        noDeadline: count,
      })
      .openapi({ description: 'how many open items are in each state' }),
    worst: z
      .object({
        misses: z.array(promised).openapi({ description: 'the most overdue first' }),
        open: z.array(promised).openapi({ description: 'by deadline: the late ones first' }),
      })
      .openapi({ description: 'as many as the parameter worst asks for' }),
  })
  .openapi('Sla');

export const slaRoute = createRoute({
  method: 'get',
  path: '/v1/sla',
  operationId: 'sla',
  tags: ['Metrics'],
  summary: 'Were promises kept, and which are about to be broken?',
  request: { query },
  responses: {
    ...responsesOf(
      answer,
      'Per interval and in total; on request the worst misses, and open items late or in danger of it.',
    ),
    ...withoutWorkingTime,
  },
});

export const slaItemsRoute = createRoute({
  method: 'get',
  path: '/v1/sla/items',
  operationId: 'slaItems',
  tags: ['Metrics'],
  summary: 'Which promises were broken, and which are about to be?',
  request: { query: itemsQuery },
  responses: {
    ...responsesOf(itemsAnswer, 'Items with a promise, a page at once. The CSV streams all of them.'),
    ...withoutWorkingTime,
  },
});
