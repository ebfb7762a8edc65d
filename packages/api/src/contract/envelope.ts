import { z } from '@hono/zod-openapi';
import { instant } from './values.ts';

const lastAuditId = z
  .int()
  .nullable()
  .openapi({ description: 'The last row of the audit log in this answer; null when the stream has none.' });

/** As of when every answer is: asked for, or the present of who made it. */
export const knownEnvelope = {
  asOf: instant.openapi({
    description:
      'The answer is by what was known then: with this asOf, and this at, it can be asked for again.',
  }),
  isSettled: z.boolean().openapi({
    description:
      'true: nothing that was recorded before asOf can still be missing, so the same request is answered alike for ever; ' +
      'false: transactions were open that may bring such rows',
  }),
};

/** What an answer about the present says of itself. */
export const presentEnvelope = {
  valueStream: z.string(),
  timeZone: z.string(),
  lastAuditId,
  ...knownEnvelope,
};

/** What an answer about a range says of itself, before anything else. */
export const rangeEnvelope = {
  valueStream: z.string(),
  timeZone: z.string(),
  from: instant.openapi({ description: 'Start of the range, included.' }),
  to: instant.openapi({ description: 'End of the range, not included.' }),
  lastAuditId,
  ...knownEnvelope,
};

/** One calendar interval, cut to the range. */
export const interval = {
  start: instant,
  end: instant.openapi({ description: 'not included' }),
  label: z.string().openapi({ example: '2026-W13' }),
  isComplete: z
    .boolean()
    .openapi({ description: 'false: the interval is not over, its numbers may still change' }),
};
