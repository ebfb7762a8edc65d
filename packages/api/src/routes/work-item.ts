import { createRoute, z } from '@hono/zod-openapi';
import { auditRow } from '../contract/audit-row.ts';
import { formatQuery, parameters, text } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { dayOrInstant, dueIsDay, durationMs, instant } from '../contract/values.ts';

const query = parameters(formatQuery);

const params = z.strictObject({
  reference: text(64).openapi({ param: { name: 'reference', in: 'path' }, example: '12345' }),
});

const answer = z
  .object({
    reference: z.string(),
    valueStream: z.string(),
    timeZone: z.string(),
    at: instant.openapi({
      description: 'when the item was looked at: a visit that lasts is counted until then',
    }),
    lastAuditId: z.int().nullable().openapi({ description: 'the last row of the item' }),
    shortDesc: z
      .string()
      .nullable()
      .openapi({ description: 'null, as what follows: the work item was deleted' }),
    type: z.string().nullable(),
    classOfService: z.string().nullable(),
    assignee: z.string().nullable(),
    dependency: z.string().nullable(),
    loggedAt: instant.nullable(),
    dueAt: dayOrInstant.nullable(),
    dueIsDay,
    queue: z.string().nullable().openapi({ description: 'where it is now' }),
    enteredAt: instant.nullable(),
    committedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    droppedAt: instant.nullable(),
    isRemoved: z.boolean(),
    leadTimeMs: durationMs.nullable().openapi({ description: 'finished − entered' }),
    cycleTimeMs: durationMs.nullable().openapi({ description: 'finished − committed' }),
    visits: z.array(
      z.object({
        queue: z.string(),
        enteredAt: instant,
        leftAt: instant.nullable(),
        durationMs,
        movedBack: z.boolean().openapi({ description: 'the queue lies before the one it came from' }),
      }),
    ),
    moves: z.array(auditRow).openapi({ description: 'its rows of the audit log' }),
  })
  .openapi('WorkItem');

export const workItemRoute = createRoute({
  method: 'get',
  path: '/v1/work-items/{reference}',
  operationId: 'workItem',
  tags: ['Board'],
  summary: 'Which way did an item take?',
  request: { params, query },
  responses: responsesOf(answer, 'The item, its visits and its moves. The CSV holds the visits.'),
});
