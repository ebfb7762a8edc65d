import { createRoute, z } from '@hono/zod-openapi';
import { asOfQuery } from '../contract/at.ts';
import { knownEnvelope } from '../contract/envelope.ts';
import { formatQuery, parameters } from '../contract/query.ts';
import { responsesOf } from '../contract/responses.ts';
import { count, instant } from '../contract/values.ts';

const query = parameters({ ...formatQuery, ...asOfQuery });

const answer = z
  .object({
    ...knownEnvelope,
    valueStreams: z.array(
      z.object({
        name: z.string(),
        timeZone: z.string(),
        queueCount: count,
        firstEventAt: instant.nullable(),
        lastEventAt: instant.nullable(),
        lastAuditId: z.int().nullable(),
      }),
    ),
  })
  .openapi('ValueStreams');

export const valueStreamsRoute = createRoute({
  method: 'get',
  path: '/v1/value-streams',
  operationId: 'valueStreams',
  tags: ['Board'],
  summary: 'Which value streams are there?',
  request: { query },
  responses: responsesOf(answer, 'All value streams, by name.'),
});
