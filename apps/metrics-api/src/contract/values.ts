import { z } from '@hono/zod-openapi';

/** UTC with microseconds, as the audit log keeps it. Sorts as text. */
export const instant = z.string().openapi({ format: 'date-time', example: '2026-03-29T01:00:00.000000Z' });

/** Elapsed time in milliseconds, with up to three decimals: nothing of the log's microseconds is lost. */
export const durationMs = z.number().openapi({ description: 'milliseconds, microseconds as decimals' });

export const count = z.int();

/** A part of a whole, 0 to 1. */
export const share = z.number().openapi({ minimum: 0, maximum: 1 });

export const kind = z.enum(['backlog', 'buffer', 'active', 'delivered', 'completed', 'dropped']);
