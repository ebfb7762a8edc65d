import { createRoute } from '@hono/zod-openapi';
import { withoutToken } from '../contract/responses.ts';

export const metricsRoute = createRoute({
  method: 'get',
  path: '/metrics',
  operationId: 'metrics',
  tags: ['Running it'],
  summary: 'Measurements for Prometheus',
  responses: {
    200: {
      description: 'Also when the database is away: kanban_database_up is 0 then.',
      content: { 'text/plain': { schema: { type: 'string' } } },
    },
    ...withoutToken,
  },
});
