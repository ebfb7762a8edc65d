import { z } from '@hono/zod-openapi';

/** Problem details (RFC 9457). `parameter` and `allowed` say what to change. */
export const problem = z
  .object({
    type: z.string().openapi({ example: 'urn:kanban-flow:problem:invalid-parameter' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'a sentence for a person' }),
    instance: z.string().openapi({ description: 'the id of the request, which the log has too' }),
    parameter: z.string().optional().openapi({ example: 'timeZone' }),
    allowed: z.string().optional().openapi({ description: 'what would be accepted' }),
  })
  .openapi('Problem');

export type Problem = z.infer<typeof problem>;
