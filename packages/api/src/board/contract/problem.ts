import { z } from '@hono/zod-openapi';
import { problem } from '../../contract/problem.ts';
import { itemFields } from './item-fields.ts';

/** A refusal of the database: sql/REFERENCE.md explains each number. */
export const refusal = z
  .object({
    number: z.int().openapi({ example: 9101 }),
    code: z.string().openapi({ example: 'QUEUE_FULL' }),
    sentence: z
      .string()
      .openapi({ example: 'test holds 3 of 3; wait for a free slot or raise its WIP limit' }),
  })
  .openapi('Refusal');

/** Problem details (RFC 9457) of the board API. */
export const boardProblem = problem
  .extend({
    number: z.int().optional().openapi({ description: 'of a refusal by the database' }),
    code: z.string().optional().openapi({ description: 'of a refusal by the database' }),
    right: z
      .enum(['may_move', 'may_edit', 'may_administrate', 'may_fast_track'])
      .optional()
      .openapi({ description: 'the column of `members` that is missing' }),
    current: itemFields.optional().openapi({ description: '412: the item as others left it' }),
    version: z
      .string()
      .optional()
      .openapi({ description: '412: the version to send in If-Match, to insist' }),
    yours: z.record(z.string(), z.unknown()).optional().openapi({ description: '412: what was sent' }),
    inTheWay: z
      .array(refusal.extend({ reference: z.string() }))
      .optional()
      .openapi({ description: 'bulk: the items that stand in the way' }),
  })
  .openapi('BoardProblem');

export type BoardProblem = z.infer<typeof boardProblem>;
export type Refusal = z.infer<typeof refusal>;
