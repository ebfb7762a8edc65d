import { z } from '@hono/zod-openapi';
import { text } from '../../contract/query.ts';
import { dayOrInstant, dueIsDay } from '../../contract/values.ts';

export const reference = text(64).openapi({ example: '12345' });

/** What people write about an item. */
export const itemFields = z
  .object({
    shortDesc: z.string(),
    description: z.string().nullable(),
    type: z.string(),
    classOfService: z.string(),
    priority: z.int(),
    assignee: z.string().nullable(),
    dueAt: dayOrInstant.nullable(),
    dueIsDay,
    parent: z.string().nullable(),
    defectOf: z.string().nullable(),
  })
  .openapi('ItemFields');

const dueInput = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z)?$/,
    'a day (2026-11-20) or an instant in UTC (2026-11-20T15:00:00Z)',
  )
  .openapi({ description: 'a day, to its end in the zone of the stream, or an instant in UTC' });

/** The same as input: what is left out stays as it is. */
export const itemFieldsInput = {
  shortDesc: text(255).optional(),
  description: z.string().max(65_535).nullable().optional(),
  type: text(32).optional(),
  classOfService: text(32).optional(),
  priority: z.int().min(-2_147_483_648).max(2_147_483_647).optional(),
  assignee: text(128).nullable().optional(),
  dueAt: dueInput.nullable().optional(),
  parent: reference.nullable().optional(),
  defectOf: reference.nullable().optional(),
};

/** Kept in the history beside what was done, as `@kanban_reason`. */
export const reason = text(255).optional().openapi({ description: 'why, for the history' });

/** Beside which card it goes. Is that one gone meanwhile, it goes beside the other one, else last. */
export const place = {
  before: reference.optional().openapi({ description: 'goes above this card of the queue' }),
  after: reference.optional().openapi({ description: 'goes below this card of the queue' }),
};

/** Where a card came to lie, and whether that is where it was to go. */
export const placed = {
  queue: z.string().nullable().openapi({ description: 'null: it is not on the board' }),
  place: z.int().nullable().openapi({ description: '1: the first of its queue' }),
  beside: reference.nullable().openapi({ description: 'the neighbour it was put beside' }),
  side: z.enum(['before', 'after', 'last']).nullable(),
  notice: z.string().nullable().openapi({
    description: 'a sentence when it lies elsewhere than asked: both neighbours are gone, or one of them',
  }),
};
