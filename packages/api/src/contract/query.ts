import { z } from '@hono/zod-openapi';
import { characters } from '@kanban/domain';

/** Longer than any name or date there is: whatever exceeds it is refused before anything looks at it. */
const LONGEST_NAME = 64;

export function name(description: string, example: string) {
  return text(LONGEST_NAME).openapi({ description, example });
}

/** A text that is not empty. Characters are counted as the database does, an emoji is one; zod counts it as two. */
export function text(most: number) {
  return z
    .string()
    .min(1)
    .check(({ value, issues }) => {
      if (characters(value) > most)
        issues.push({ code: 'too_big', origin: 'string', maximum: most, inclusive: true, input: value });
    })
    .openapi({ maxLength: most });
}

const known = new Set<string>();

/** Whether some path has a parameter of this name. */
export function isParameter(name: string): boolean {
  return known.has(name);
}

/** The parameters of a path, and no others: the message for an unknown one is the list of those there are. */
export function parameters<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  for (const name of Object.keys(shape)) known.add(name);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined),
  });
}

const stream = name('The value stream.', 'main').default('main');

/** How an answer is written. The parameter wins over the Accept header. */
export const formatQuery = {
  format: z
    .enum(['json', 'csv'])
    .optional()
    .openapi({ description: 'json, or the same rows as csv; default: what the Accept header asks for' }),
  bom: z
    .enum(['true', 'false'])
    .default('false')
    .openapi({ description: 'csv begins with a byte order mark, for spreadsheets that ask for one' }),
  separator: z
    .enum(['comma', 'semicolon', 'tab'])
    .default('comma')
    .openapi({ description: 'csv only: what stands between the cells' }),
  decimal: z.enum(['point', 'comma']).default('point').openapi({
    description:
      'csv only: the decimal mark of numbers; comma, as half of Europe writes them, needs another separator',
  }),
};

export const streamQuery = { stream, ...formatQuery };

const bound = (which: string, fallback: string) =>
  text(LONGEST_NAME)
    .optional()
    .openapi({
      description:
        `${which} of the range: a local date in the time zone (from and to are both included), or an instant ` +
        `with Z or an offset (from is in the range, to is not). Default: ${fallback}.`,
      example: '2026-03-29',
    });

export const rangeQuery = {
  ...streamQuery,
  from: bound('Start', '89 days before to'),
  to: bound('End', 'today'),
  timeZone: name(
    'The IANA time zone of dates and intervals; default: that of the stream.',
    'Europe/Berlin',
  ).optional(),
};

export const intervalQuery = {
  ...rangeQuery,
  interval: z.enum(['hour', 'day', 'week', 'month']).default('day').openapi({
    description: 'Local calendar intervals; weeks begin on Monday. At most 100,000 of them an answer.',
  }),
};
