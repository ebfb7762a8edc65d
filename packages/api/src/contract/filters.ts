import { z } from '@hono/zod-openapi';
import { characters } from '@kanban/domain';
import { text } from './query.ts';

const LONGEST_VALUE = 128;
const MOST_VALUES = 50;
const WORDS = `a name of up to ${LONGEST_VALUE} characters, or up to ${MOST_VALUES} by repeating the parameter`;

/** One value, or several that are alternatives. */
const several = <Value extends z.ZodType<string>>(value: Value, description: string, example: string) =>
  z
    .union([value, z.array(value).max(MOST_VALUES)], { error: WORDS })
    .optional()
    .openapi({ description, example });

const AGAIN = 'Repeated: any of them.';
const nameOrNobody = z.string().refine((value) => characters(value) <= LONGEST_VALUE);

/** Which items count. */
export const itemsQuery = {
  type: several(text(LONGEST_VALUE), `Only items of this type. ${AGAIN}`, 'story'),
  classOfService: several(text(LONGEST_VALUE), `Only items of this class of service. ${AGAIN}`, 'standard'),
  assignee: several(nameOrNobody, `Only items of this person; empty: of nobody. ${AGAIN}`, 'ada'),
  parent: several(text(LONGEST_VALUE), `Only items below this one, at any depth. ${AGAIN}`, 'EPIC-7'),
  fieldsAt: z
    .enum(['now', 'end'])
    .default('now')
    .openapi({
      description:
        'as of when these fields count: now = corrections count for the past too; end = as they were when the item was finished or ' +
        'dropped, of open items at',
    }),
};

/** Which items count, and what they are grouped by. */
export const filterQuery = {
  ...itemsQuery,
  splitBy: z
    .enum(['type', 'classOfService', 'assignee', 'parent'])
    .optional()
    .openapi({ description: 'the same figures for each value of this field besides, in groups' }),
};

/** The same figures for each value of `splitBy`. */
export function groupsOf<Shape extends z.core.$ZodLooseShape>(figures: Shape) {
  return z
    .array(z.object({ group: z.string().nullable(), ...figures }))
    .openapi({ description: 'by name, items without a value (group null) last; empty without splitBy' });
}
