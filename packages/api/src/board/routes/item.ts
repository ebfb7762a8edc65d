import { createRoute, z } from '@hono/zod-openapi';
import { text } from '../../contract/query.ts';
import { instant } from '../../contract/values.ts';
import { itemFields, itemFieldsInput, place, placed, reason, reference } from '../contract/item-fields.ts';
import { jsonBody, readResponses, writeHeaders, writeResponses } from '../contract/responses.ts';

export const itemParams = z.strictObject({
  reference: reference.openapi({ param: { name: 'reference', in: 'path' } }),
});

const other = z.object({
  reference: z.string(),
  shortDesc: z.string(),
  queue: z.string().nullable(),
  isFinished: z.boolean(),
});

const item = itemFields
  .extend({
    reference: z.string(),
    valueStream: z.string(),
    timeZone: z.string(),
    version: z.string().openapi({ description: 'of the fields, for If-Match' }),
    queue: z.string().nullable(),
    place: z.int().nullable(),
    blockedReason: z.string().nullable(),
    loggedAt: instant,
    loggedBy: z.string().nullable(),
    changedAt: instant.nullable(),
    changedBy: z.string().nullable(),
    deletedAt: instant.nullable(),
    deletedBy: z.string().nullable(),
    dependsOn: z.array(other),
    dependents: z.array(other),
    children: z.array(other),
    comments: z.array(
      z.object({
        id: z.int(),
        body: z.string(),
        writtenAt: instant,
        writtenBy: z.string(),
        changedAt: instant.nullable(),
      }),
    ),
    checklist: z.array(
      z.object({
        id: z.int(),
        checklist: z.string(),
        label: z.string(),
        isDone: z.boolean(),
        doneAt: instant.nullable(),
        doneBy: z.string().nullable(),
      }),
    ),
    attachments: z.array(z.object({ id: z.int(), name: z.string(), address: z.string() })),
    isFollowed: z.boolean().openapi({ description: 'by the person who asks' }),
  })
  .openapi('BoardItem');

export const itemRoute = createRoute({
  method: 'get',
  path: '/v1/items/{reference}',
  operationId: 'item',
  tags: ['Items'],
  summary: 'The whole of an item, a deleted one too',
  request: { params: itemParams },
  responses: readResponses(item, 'The item. Its way is at /v1/work-items/{reference} of the metrics API.'),
});

export const createItemRoute = createRoute({
  method: 'post',
  path: '/v1/items',
  operationId: 'create',
  tags: ['Items'],
  summary: 'Log an item, with its card or without',
  request: {
    headers: writeHeaders,
    body: jsonBody(
      z.strictObject({
        ...itemFieldsInput,
        reference: reference.optional().openapi({ description: 'default: the next number that is free' }),
        valueStream: text(64).default('main'),
        queue: text(64).optional().openapi({ description: 'default: it is not on the board' }),
        ...place,
        reason,
      }),
    ),
  },
  responses: writeResponses(
    z.object({ reference: z.string(), version: z.string(), ...placed }),
    'The item is logged.',
  ),
});

export const editRoute = createRoute({
  method: 'patch',
  path: '/v1/items/{reference}',
  operationId: 'edit',
  tags: ['Items'],
  summary: 'Change fields of an item',
  request: {
    params: itemParams,
    headers: writeHeaders.extend({
      'if-match': z
        .string()
        .optional()
        .openapi({ description: 'the version that the person saw, in quotes' }),
    }),
    body: jsonBody(z.strictObject({ ...itemFieldsInput, reason })),
  },
  responses: writeResponses(itemFields.extend({ version: z.string() }), 'The fields as they are now.'),
});

export const deleteRoute = createRoute({
  method: 'delete',
  path: '/v1/items/{reference}',
  operationId: 'delete',
  tags: ['Items'],
  summary: 'Delete an item softly; its card leaves the board',
  request: { params: itemParams, headers: writeHeaders },
  responses: writeResponses(
    z.object({ reference: z.string(), queue: z.string().nullable() }),
    'It is deleted; `queue` is where its card was.',
  ),
});

export const restoreRoute = createRoute({
  method: 'post',
  path: '/v1/items/{reference}/restore',
  operationId: 'restore',
  tags: ['Items'],
  summary: 'Restore a deleted item; its card goes back to its place, within the limits',
  request: { params: itemParams, headers: writeHeaders, body: jsonBody(z.strictObject({ reason })) },
  responses: writeResponses(
    z.object({ reference: z.string(), queue: z.string().nullable(), place: z.int().nullable() }),
    'It is back.',
  ),
});
