import { createRoute, z } from '@hono/zod-openapi';
import { atQuery } from '../contract/at.ts';
import { presentEnvelope } from '../contract/envelope.ts';
import { parameters, streamQuery } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, instant, kind } from '../contract/values.ts';

const query = parameters({ ...streamQuery, ...atQuery });

const answer = z
  .object({
    ...presentEnvelope,
    at: instant.openapi({ description: 'when the queues were looked at' }),
    workInProgress: count.openapi({ description: 'committed, and neither finished, dropped nor removed' }),
    queues: z.array(
      z.object({
        name: z.string(),
        position: z.int(),
        kind,
        wipLimit: z.int().openapi({ description: '-1 = unlimited' }),
        currentWip: count,
        freeSlots: count.nullable().openapi({ description: 'null = unlimited' }),
        isFull: z.boolean(),
        isOverloaded: z.boolean().openapi({ description: 'more items than the limit allows' }),
        isLimitEnforced: z.boolean().openapi({ description: 'false: the limit is only observed' }),
        oldest: z
          .object({ reference: z.string(), enteredQueueAt: instant })
          .nullable()
          .openapi({ description: 'the item that has been in it for longest' }),
      }),
    ),
  })
  .openapi('QueuesNow');

export const queuesRoute = createRoute({
  method: 'get',
  path: '/v1/queues',
  operationId: 'queues',
  tags: ['Board'],
  summary: 'What is in the queues now, and how much room is left?',
  request: { query },
  responses: responsesOf(answer, 'The queues of the stream in the order of flow.'),
});
