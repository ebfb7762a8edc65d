import { createRoute, z } from '@hono/zod-openapi';
import { asOfQuery } from '../contract/at.ts';
import { auditRow } from '../contract/audit-row.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { listQuery, nextPage } from '../contract/list.ts';
import { name, parameters, rangeQuery } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';

const query = parameters({
  ...rangeQuery,
  from: rangeQuery.from.openapi({ description: 'As in other answers; default: the beginning of the log.' }),
  to: rangeQuery.to.openapi({ description: 'As in other answers; default: the end of the log.' }),
  ...asOfQuery,
  reference: name('Only the rows of this item.', '12345').optional(),
  ...listQuery,
});

const answer = z
  .object({
    ...rangeEnvelope,
    definitions: z.object({ order: z.string(), reference: z.string().nullable() }),
    rows: z.array(auditRow),
    nextPage,
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
