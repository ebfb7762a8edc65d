import { createRoute, z } from '@hono/zod-openapi';
import { asOfQuery, atEnvelope } from '../contract/at.ts';
import { rangeEnvelope } from '../contract/envelope.ts';
import { listQuery, nextPage } from '../contract/list.ts';
import { parameters, rangeQuery } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { instant } from '../contract/values.ts';

const answer = z
  .object({
    ...rangeEnvelope,
    parameters: atEnvelope.parameters,
    annotations: z.array(
      z.object({
        id: z.int(),
        day: z.iso.date().openapi({ description: 'the local day of the stream on which it happened' }),
        text: z.string().openapi({ example: 'New tester' }),
        writtenAt: instant,
        writtenBy: z.string().openapi({ description: 'who wrote it first' }),
      }),
    ),
    nextPage,
  })
  .openapi('Annotations');

export const annotationsRoute = createRoute({
  method: 'get',
  path: '/v1/annotations',
  operationId: 'annotations',
  tags: ['Board'],
  summary: 'What do people say happened?',
  description:
    'What people wrote about days of the range, every day included of which the range holds a part. Changes of limits, settings, ' +
    'policies and calendars are at /v1/changes/settings.',
  request: { query: parameters({ ...rangeQuery, ...asOfQuery, ...listQuery }) },
  responses: responsesOf(answer, 'By day, a page at once. The CSV holds all of them.'),
});
