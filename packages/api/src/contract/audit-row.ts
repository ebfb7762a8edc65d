import { z } from '@hono/zod-openapi';
import { instant } from './values.ts';

/** A row of the audit log as everybody is shown it. */
export const auditRow = z
  .object({
    id: z.int(),
    occurredAt: instant,
    reference: z.string(),
    fromQueue: z.string().nullable().openapi({ description: 'null: the item entered the board' }),
    toQueue: z.string().nullable().openapi({ description: 'null: the item left the board' }),
    actor: z.string(),
    reason: z.string().nullable(),
  })
  .openapi('AuditRow');
