import { z } from '@hono/zod-openapi';
import { text } from './query.ts';
import { instant } from './values.ts';

const WORDS = 'none, previous, lastYear, or two dates or instants such as 2026-01-01..2026-03-31';
const LONGEST = 100;

/** With which other period the summary of a range is compared. */
export const compareQuery = {
  compareWith: text(LONGEST)
    .regex(/^(none|previous|lastYear|[^.]+(\.\d+Z?[^.]*)?\.\.[^.]+(\.\d+[^.]*)?)$/, WORDS)
    .default('none')
    .openapi({
      description:
        'json only: previous = the period before, of as many days; lastYear = the same dates a year before; FROM..TO = these, as from ' +
        'and to; none',
      example: 'previous',
    }),
};

/** The same summary of the other period, and how each figure differs. */
export function comparisonOf<Summary extends z.core.$ZodLooseShape>(summary: Summary) {
  return z
    .object({
      from: instant,
      to: instant.openapi({ description: 'not included' }),
      summary: z.object(summary),
      changes: z.array(
        z.object({
          figure: z
            .string()
            .openapi({ description: 'the name of the field, with a dot before what is in it' }),
          difference: z
            .number()
            .nullable()
            .openapi({ description: 'this period − the other one; null where one of them has none' }),
          direction: z
            .enum(['better', 'worse', 'same'])
            .nullable()
            .openapi({ description: 'null: neither is better, or the reason says why nobody can tell' }),
          reason: z.enum(['noItems', 'tooFewItems']).nullable().openapi({
            description: 'tooFewItems = under 5 items in one of the periods',
          }),
        }),
      ),
    })
    .nullable()
    .openapi({
      description:
        'null unless compareWith asks for it, and where that period begins before 1970: nothing is known of it',
    });
}
