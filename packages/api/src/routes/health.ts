import { createRoute, z } from '@hono/zod-openapi';
import { problem } from '../contract/problem.ts';
import { withoutToken } from '../contract/responses.ts';

export const liveRoute = createRoute({
  method: 'get',
  path: '/health/live',
  operationId: 'live',
  tags: ['Running it'],
  summary: 'Is the process there? Needs no token.',
  security: [],
  responses: {
    200: {
      description: 'It is.',
      content: { 'application/json': { schema: z.object({ status: z.literal('live') }) } },
    },
  },
});

export const readyRoute = createRoute({
  method: 'get',
  path: '/health/ready',
  operationId: 'ready',
  tags: ['Running it'],
  summary: 'Can it answer: is the database there, with our tables?',
  responses: {
    200: {
      description: 'It can.',
      content: { 'application/json': { schema: z.object({ status: z.literal('ready') }) } },
    },
    ...withoutToken,
    503: { description: 'Not now.', content: { 'application/problem+json': { schema: problem } } },
  },
});
