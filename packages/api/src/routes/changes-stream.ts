import { createRoute } from '@hono/zod-openapi';
import { name, parameters, text } from '../contract/query.ts';
import { eventStreamResponses } from '../contract/responses.ts';

const DESCRIPTION =
  'Events, for as long as the client reads. `changed`: the state is another one than that given in after (or Last-Event-ID), or ' +
  'than the last one told; nothing is replayed: ask again for what is shown. `beat`: the state is the same; at least one event ' +
  'comes every 15 seconds. `signed-out`: the session has ended, and the events end with it. The data and the id of each event are the state, which means nothing but itself.';

export const changesStreamRoute = createRoute({
  method: 'get',
  path: '/v1/changes/stream',
  operationId: 'changesStream',
  tags: ['Board'],
  summary: 'Has anything changed? Told within two seconds, as server-sent events',
  request: {
    query: parameters({
      stream: name('The value stream; default: all of them.', 'main').optional(),
      after: text(64)
        .optional()
        .openapi({ description: 'The state known already: of another one the first event tells.' }),
    }),
  },
  responses: eventStreamResponses(DESCRIPTION),
});
