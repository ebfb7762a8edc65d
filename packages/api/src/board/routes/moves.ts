import { createRoute, z } from '@hono/zod-openapi';
import { text } from '../../contract/query.ts';
import { kind } from '../../contract/values.ts';
import { place, placed, reason } from '../contract/item-fields.ts';
import { refusal } from '../contract/problem.ts';
import { jsonBody, readResponses, writeHeaders, writeResponses } from '../contract/responses.ts';
import { itemParams } from './item.ts';

const move = z
  .object({
    queue: z.string(),
    kind,
    answer: z.enum(['here', 'yes', 'no']).openapi({ description: 'here: it lies in this queue' }),
    refusal: refusal.nullable(),
    fastTrack: z.enum(['yes', 'no']).nullable().openapi({
      description: 'whether it goes by fast track; null: the workflow is not what stands in the way',
    }),
  })
  .openapi('MoveAnswer');

export const movesRoute = createRoute({
  method: 'get',
  path: '/v1/items/{reference}/moves',
  operationId: 'moves',
  tags: ['Moves'],
  summary: 'May it go there? Every queue with yes, or the refusal that the move would meet now',
  request: { params: itemParams },
  responses: readResponses(
    z.object({
      reference: z.string(),
      queue: z.string().nullable().openapi({ description: 'where it is' }),
      moves: z.array(move).openapi({ description: 'in flow order' }),
    }),
    'As the person who asks.',
  ),
});

export const moveRoute = createRoute({
  method: 'post',
  path: '/v1/items/{reference}/moves',
  operationId: 'move',
  tags: ['Moves'],
  summary: 'Move a card to a queue and a place, or within its queue',
  request: {
    params: itemParams,
    headers: writeHeaders,
    body: jsonBody(
      z.strictObject({
        queue: text(64),
        from: text(64).nullable().optional().openapi({
          description:
            'where the person saw it (null: off the board). Is it elsewhere by now: 409 moved-meanwhile',
        }),
        ...place,
        fastTrack: z
          .boolean()
          .optional()
          .openapi({ description: 'past the workflow; needs a reason and may_fast_track' }),
        reason,
      }),
    ),
  },
  responses: writeResponses(
    z.object({
      reference: z.string(),
      from: z.string().nullable(),
      ...placed,
      ruleNotes: z.array(z.string()).openapi({
        description: 'rules that only observe, and were broken: over_limit, illegal_move, …; fast_track',
      }),
    }),
    'Where it lies now.',
  ),
});
