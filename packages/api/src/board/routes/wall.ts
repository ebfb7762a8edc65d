import { createRoute, z } from '@hono/zod-openapi';
import { name, parameters } from '../../contract/query.ts';
import { count, dayOrInstant, dueIsDay, durationMs, instant, kind } from '../../contract/values.ts';
import { readResponses } from '../contract/responses.ts';

const queue = z
  .object({
    name: z.string(),
    kind,
    wipLimit: z.int().nullable().openapi({ description: 'null: no limit' }),
    isLimitEnforced: z.boolean().openapi({ description: 'false: over the limit is noted, not refused' }),
    currentWip: count.openapi({ description: 'all its cards, those not shown too' }),
  })
  .openapi('WallQueue');

const card = z
  .object({
    reference: z.string(),
    shortDesc: z.string(),
    queue: z.string(),
    type: z.string(),
    classOfService: z.string(),
    priority: z.int(),
    assignee: z.string().nullable(),
    dueAt: dayOrInstant.nullable(),
    dueIsDay,
    isPastDue: z.boolean(),
    enteredAt: instant.nullable(),
    committedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    inQueueSince: instant.openapi({ description: 'of its latest stay' }),
    inQueueMs: durationMs.openapi({ description: 'all its stays in this queue together, until `at`' }),
    blockedReason: z.string().nullable(),
    openDependencies: count,
    checklistDone: count,
    checklistItems: count,
    parent: z.string().nullable(),
  })
  .openapi('Card');

const wall = z
  .object({
    valueStream: z.string(),
    timeZone: z.string(),
    at: instant,
    version: z
      .string()
      .openapi({ description: 'for If-None-Match: another one when anything of the stream changed' }),
    isArchived: z.boolean(),
    queues: z.array(queue).openapi({ description: 'in flow order' }),
    transitions: z
      .array(z.object({ from: z.string(), to: z.string() }))
      .nullable()
      .openapi({ description: 'the moves the workflow lists; null: all are' }),
    rulesEnforced: z
      .array(z.enum(['transitions', 'blocks', 'dependencies', 'actors']))
      .openapi({ description: 'the rules that refuse; the others note' }),
    people: z
      .array(
        z.object({
          name: z.string(),
          displayName: z.string(),
          isMember: z.boolean(),
          currentWip: count,
          wipLimit: z.int().nullable(),
        }),
      )
      .openapi({ description: 'members and assignees of the stream, by name' }),
    cards: z.array(card).openapi({ description: 'by queue and place' }),
    finishedDays: z.int(),
  })
  .openapi('Wall');

export const wallRoute = createRoute({
  method: 'get',
  path: '/v1/wall',
  operationId: 'wall',
  tags: ['Wall'],
  summary: 'Where is everything?',
  description:
    'What a card shows and no long text. Ages against their pace are at /v1/ageing, outlooks at /v1/work-items of the metrics API.',
  request: {
    query: parameters({
      stream: name('The value stream.', 'main').default('main'),
      finishedDays: z.coerce.number().int().min(0).max(99_999).default(14).openapi({
        description:
          'of delivered, completed and dropped queues only the cards that came within so many days',
      }),
      all: z
        .union([z.array(name('', '')), name('', '')])
        .optional()
        .openapi({ description: 'queues, each of which is shown whole' }),
    }),
  },
  responses: { ...readResponses(wall, 'The board of a stream.'), 304: { description: 'Unchanged.' } },
});
