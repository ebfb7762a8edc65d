import { z } from '@hono/zod-openapi';

/** UTC with microseconds, as the audit log keeps it. Sorts as text. */
export const instant = z.string().openapi({ format: 'date-time', example: '2026-03-29T01:00:00.000000Z' });

/** As the database has it: a due date at 00:00:00.000000 is a day, `dueIsDay`, any other an instant. */
export const dayOrInstant = z.string().openapi({
  description:
    'with dueIsDay YYYY-MM-DD: that day, to its end in the zone of the stream; else an instant, in UTC',
  example: '2026-11-20',
});

export const dueIsDay = z.boolean();

/** Elapsed time in milliseconds, with up to three decimals: nothing of the log's microseconds is lost. */
export const durationMs = z.number().openapi({ description: 'milliseconds, microseconds as decimals' });

export const count = z.int();

/** A part of a whole, 0 to 1. */
export const share = z.number().openapi({ minimum: 0, maximum: 1 });

/** Of the formulas of an answer: the same request with the same `asOf` gets the same bytes while it is the same. */
export const version = z.int().openapi({ description: 'raised when a formula changes' });

export const kind = z.enum(['backlog', 'buffer', 'active', 'delivered', 'completed', 'dropped']);
