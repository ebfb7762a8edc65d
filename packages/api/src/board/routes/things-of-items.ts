import { createRoute, z } from '@hono/zod-openapi';
import { text } from '../../contract/query.ts';
import { reason, reference } from '../contract/item-fields.ts';
import { jsonBody, writeHeaders, writeResponses } from '../contract/responses.ts';
import { itemParams } from './item.ts';

const done = z.object({ reference: z.string() });
const made = done.extend({ id: z.int() });
const idParams = itemParams.extend({
  id: z.coerce
    .number()
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .openapi({ param: { name: 'id', in: 'path' } }),
});
const linkParams = itemParams.extend({
  dependsOn: reference.openapi({ param: { name: 'dependsOn', in: 'path' } }),
});

export const blockRoute = createRoute({
  method: 'put',
  path: '/v1/items/{reference}/block',
  operationId: 'block',
  tags: ['Items'],
  summary: 'Block an item, or say another reason',
  request: {
    params: itemParams,
    headers: writeHeaders,
    body: jsonBody(z.strictObject({ blockedReason: text(255), reason })),
  },
  responses: writeResponses(done, 'It is blocked.'),
});

export const unblockRoute = createRoute({
  method: 'delete',
  path: '/v1/items/{reference}/block',
  operationId: 'unblock',
  tags: ['Items'],
  summary: 'Unblock an item',
  request: { params: itemParams, headers: writeHeaders },
  responses: writeResponses(done, 'It is not blocked.'),
});

export const commentRoute = createRoute({
  method: 'post',
  path: '/v1/items/{reference}/comments',
  operationId: 'comment',
  tags: ['Items'],
  summary: 'Comment on an item',
  request: {
    params: itemParams,
    headers: writeHeaders,
    body: jsonBody(z.strictObject({ body: text(65_535) })),
  },
  responses: writeResponses(made, 'The comment is written.'),
});

export const addChecklistItemRoute = createRoute({
  method: 'post',
  path: '/v1/items/{reference}/checklist',
  operationId: 'addChecklistItem',
  tags: ['Items'],
  summary: 'Add a line to a checklist',
  request: {
    params: itemParams,
    headers: writeHeaders,
    body: jsonBody(z.strictObject({ label: text(255), checklist: text(64).default('checklist') })),
  },
  responses: writeResponses(made, 'The line is there.'),
});

export const checkOffRoute = createRoute({
  method: 'patch',
  path: '/v1/items/{reference}/checklist/{id}',
  operationId: 'checkOff',
  tags: ['Items'],
  summary: 'Check a line off, or open it again',
  request: {
    params: idParams,
    headers: writeHeaders,
    body: jsonBody(z.strictObject({ isDone: z.boolean() })),
  },
  responses: writeResponses(made, 'The line is as asked.'),
});

export const attachRoute = createRoute({
  method: 'post',
  path: '/v1/items/{reference}/attachments',
  operationId: 'attach',
  tags: ['Items'],
  summary: 'Attach an address to an item',
  request: {
    params: itemParams,
    headers: writeHeaders,
    body: jsonBody(z.strictObject({ name: text(255), address: text(2048) })),
  },
  responses: writeResponses(made, 'It is attached.'),
});

export const detachRoute = createRoute({
  method: 'delete',
  path: '/v1/items/{reference}/attachments/{id}',
  operationId: 'detach',
  tags: ['Items'],
  summary: 'Take an attachment off',
  request: { params: idParams, headers: writeHeaders },
  responses: writeResponses(made, 'It is gone.'),
});

export const linkRoute = createRoute({
  method: 'put',
  path: '/v1/items/{reference}/dependencies/{dependsOn}',
  operationId: 'link',
  tags: ['Items'],
  summary: 'Let an item wait for another one',
  request: { params: linkParams, headers: writeHeaders },
  responses: writeResponses(done, 'It waits.'),
});

export const unlinkRoute = createRoute({
  method: 'delete',
  path: '/v1/items/{reference}/dependencies/{dependsOn}',
  operationId: 'unlink',
  tags: ['Items'],
  summary: 'Let it wait no more',
  request: { params: linkParams, headers: writeHeaders },
  responses: writeResponses(done, 'It does not wait.'),
});
