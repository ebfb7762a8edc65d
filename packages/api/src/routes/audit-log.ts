import { createRoute, z } from '@hono/zod-openapi';
import { auditRow } from '../contract/audit-row.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { name, parameters, rangeQuery } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';

const MOST_ROWS = 10_000;

const query = parameters({
  ...rangeQuery,
  from: rangeQuery.from.openapi({ description: 'As in other answers; default: the beginning of the log.' }),
  to: rangeQuery.to.openapi({ description: 'As in other answers; default: the end of the log.' }),
  reference: name('Only the rows of this item.', '12345').optional(),
  limit: z
    .string()
    .regex(/^\d{1,5}$/, `a whole number from 1 to ${MOST_ROWS}`)
    .refine((text) => Number(text) >= 1 && Number(text) <= MOST_ROWS, {
      error: `a whole number from 1 to ${MOST_ROWS}`,
    })
    .default('1000')
    .openapi({ description: 'Rows a page; csv has no pages, it always holds all rows.' }),
  after: z
    .string()
    .regex(/^\d{1,16}-\d{1,19}$/, 'the text that nextPage of the page before holds')
    .optional()
    .openapi({ description: 'Where the page before ended; taken from its nextPage.' }),
});

const answer = z
  .object({
    ...rangeEnvelope,
    definitions: z.object({ order: z.string(), reference: z.string().nullable() }),
    rows: z.array(auditRow),
    nextPage: z
      .string()
      .nullable()
      .openapi({ description: 'the address of the next page, relative to this one; null on the last' }),
  })
  .openapi('AuditLog');

export const auditLogRoute = createRoute({
  method: 'get',
  path: '/v1/audit-log',
  operationId: 'auditLog',
  tags: ['Board'],
  summary: 'What happened, row by row?',
  request: { query },
  responses: responsesOf(answer, 'Rows in the order of time, a page at once. The CSV streams all of them.'),
});
