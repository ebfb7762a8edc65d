import { createRoute, z } from '@hono/zod-openapi';
import { text } from '../../contract/query.ts';
import { count } from '../../contract/values.ts';
import { reason, reference } from '../contract/item-fields.ts';
import { jsonBody, writeHeaders, writeResponses } from '../contract/responses.ts';

const change = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('move'), queue: text(64), fastTrack: z.boolean().optional() }),
  z.strictObject({ do: z.literal('assign'), assignee: text(128).nullable() }),
  z.strictObject({ do: z.literal('block'), blockedReason: text(255) }),
  z.strictObject({ do: z.literal('unblock') }),
  z.strictObject({ do: z.literal('delete') }),
]);

export const bulkRoute = createRoute({
  method: 'post',
  path: '/v1/bulk',
  operationId: 'bulk',
  tags: ['Items'],
  summary: 'The same for several items: all of them or none',
  description:
    'Refused, nothing is changed, and `inTheWay` names the items that stand in the way, in the order given.',
  request: {
    headers: writeHeaders,
    body: jsonBody(
      z.strictObject({
        references: z.array(reference).min(1).max(500),
        change,
        reason,
      }),
    ),
  },
  responses: writeResponses(z.object({ changed: count }), 'All are changed.'),
});
