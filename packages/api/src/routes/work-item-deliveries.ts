import { createRoute, z } from '@hono/zod-openapi';
import { itemParams } from '../contract/item-params.ts';
import { formatQuery, parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, instant } from '../contract/values.ts';

const answer = z
  .object({
    reference: z.string(),
    valueStream: z.string(),
    timeZone: z.string(),
    deliveries: z.array(
      z.object({
        topic: z.string().openapi({ description: 'what happened', example: 'work_item.sla_at_risk' }),
        queue: z.string().nullable().openapi({ description: 'the queue that the event names' }),
        happenedAt: instant,
        channel: z.enum(['email', 'slack', 'teams', 'webhook']),
        told: z.string().openapi({
          description:
            'whom: the member with the address, else the address without what tells who it is; the name of an endpoint',
          example: 'ada',
        }),
        state: z.enum(['pending', 'queued', 'sending', 'sent', 'dead', 'superseded', 'collected']).openapi({
          description:
            'pending, queued, sending: on its way; collected: waits for its digest; superseded: another message said it, or nobody had to be told any more; dead: given up',
        }),
        supersededReason: z.string().nullable(),
        attempts: count.openapi({ description: 'how often it was tried' }),
        dueAt: instant.nullable().openapi({ description: 'pending only: when it is sent or tried again' }),
        settledAt: instant.nullable().openapi({ description: 'when it was sent, superseded or given up' }),
        mayBeDuplicate: z.boolean().openapi({
          description: 'the connection was cut after the message was handed over: it may have come twice',
        }),
      }),
    ),
  })
  .openapi('Deliveries');

export const workItemDeliveriesRoute = createRoute({
  method: 'get',
  path: '/v1/work-items/{reference}/deliveries',
  operationId: 'workItemDeliveries',
  tags: ['Board'],
  summary: 'Who was told what about an item?',
  description:
    'One row per message and receiver, in the order of what happened, as long as they are kept (the setting keep_settled_days). ' +
    'What a mail server said is for `kanban dead-letters` to show: it may name addresses.',
  request: { params: itemParams, query: parameters(formatQuery) },
  responses: responsesOf(answer, 'The deliveries of events that name the item.'),
});
