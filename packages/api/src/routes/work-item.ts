import { createRoute, z } from '@hono/zod-openapi';
import { asOfQuery } from '../contract/at.ts';
import { auditRow } from '../contract/audit-row.ts';
import { knownEnvelope } from '../contract/envelope.ts';
import { itemParams } from '../contract/item-params.ts';
import { formatQuery, parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { dayOrInstant, dueIsDay, durationMs, instant, kind } from '../contract/values.ts';

const query = parameters({ ...formatQuery, ...asOfQuery });

const link = z.object({
  kind: z.enum(['waitsFor', 'isPartOf']).openapi({ description: 'read as a sentence: from waitsFor to' }),
  from: z.string(),
  to: z.string(),
});

const relatedItem = z.object({
  reference: z.string(),
  shortDesc: z.string(),
  valueStream: z.string(),
  queue: z.string().nullable().openapi({ description: 'where it is now' }),
  isFinished: z.boolean(),
});

const answer = z
  .object({
    reference: z.string(),
    valueStream: z.string(),
    timeZone: z.string(),
    ...knownEnvelope,
    at: instant.openapi({
      description: 'when the item was looked at: a visit that lasts is counted until then',
    }),
    lastAuditId: z.int().nullable().openapi({ description: 'the last row of the item' }),
    shortDesc: z
      .string()
      .nullable()
      .openapi({ description: 'null, as what follows: the work item was deleted' }),
    description: z.string().nullable(),
    type: z.string().nullable(),
    classOfService: z.string().nullable(),
    assignee: z.string().nullable(),
    dependency: z.string().nullable(),
    parent: z.string().nullable(),
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
    activeMs: durationMs.nullable().openapi({
      description:
        'since it entered, until it was finished or dropped, or until now: in active queues and not blocked; null, as the next ' +
        'two: it never entered',
    }),
    waitingMs: durationMs.nullable().openapi({ description: 'the rest of that time' }),
    blockedMs: durationMs.nullable().openapi({ description: 'the part of waiting in which it was blocked' }),
    visits: z.array(
      z.object({
        queue: z.string(),
        kind: kind.nullable().openapi({ description: 'of the queue now; null: it is no more' }),
        enteredAt: instant,
        leftAt: instant.nullable(),
        durationMs,
        movedBack: z.boolean().openapi({ description: 'the queue lies before the one it came from' }),
      }),
    ),
    moves: z.array(auditRow).openapi({ description: 'its rows of the audit log' }),
    blocks: z.array(
      z.object({
        reason: z.string(),
        blockedAt: instant,
        blockedBy: z.string(),
        unblockedAt: instant.nullable(),
        unblockedBy: z.string().nullable(),
      }),
    ),
    changes: z
      .array(
        z.object({
          at: instant,
          field: z.string(),
          from: z.string().nullable(),
          to: z.string().nullable(),
          actor: z.string(),
          reason: z.string().nullable(),
        }),
      )
      .openapi({ description: 'what was changed of its fields; the field is named as in the database' }),
    comments: z.array(
      z.object({
        body: z.string(),
        writtenAt: instant.nullable(),
        writtenBy: z.string().nullable(),
        changedAt: instant.nullable(),
      }),
    ),
    checklists: z
      .array(
        z.object({
          checklist: z.string(),
          label: z.string(),
          isDone: z.boolean(),
          doneAt: instant.nullable(),
          doneBy: z.string().nullable(),
        }),
      )
      .openapi({ description: 'by checklist, and in their order' }),
    attachments: z.array(
      z.object({
        name: z.string(),
        address: z.string(),
        addedAt: instant.nullable(),
        addedBy: z.string().nullable(),
      }),
    ),
    links: z.array(link).openapi({
      description:
        'what it waits for and what waits for it, at any depth; what it is a part of, at any depth, and its own parts; at most 200',
    }),
    notKept: z.array(z.enum(['comments', 'checklists', 'attachments', 'links'])).openapi({
      description: 'with asOf: the lists that are empty because nobody keeps what was in them; else none',
    }),
    related: z.array(relatedItem).openapi({ description: 'the items of the links, without this one' }),
  })
  .openapi('WorkItem');

export const workItemRoute = createRoute({
  method: 'get',
  path: '/v1/work-items/{reference}',
  operationId: 'workItem',
  tags: ['Board'],
  summary: 'Which way did an item take?',
  request: { params: itemParams, query },
  responses: responsesOf(answer, 'The item, its visits and its moves. The CSV holds the visits.'),
});
