import { z } from '@hono/zod-openapi';

/** Rows that one page may hold. */
const MOST_ROWS = 10_000;
const WORDS = `a whole number from 1 to ${MOST_ROWS}`;

/** How a list is paged: beside what chooses, filters and sorts its rows. */
export const listQuery = {
  limit: z
    .string()
    .regex(/^\d{1,5}$/, WORDS)
    .refine((text) => Number(text) >= 1 && Number(text) <= MOST_ROWS, { error: WORDS })
    .default('1000')
    .openapi({ description: 'Rows a page; csv has no pages, it always holds all rows.' }),
  after: z
    .string()
    .regex(/^-?\d{1,17}(\.\d{1,6})?-\d{1,19}$/, 'the text that nextPage of the page before holds')
    .optional()
    .openapi({ description: 'Where the page before ended; taken from its nextPage.' }),
};

/** The last field of a page. */
export const nextPage = z
  .string()
  .nullable()
  .openapi({ description: 'the address of the next page, relative to this one; null on the last' });
