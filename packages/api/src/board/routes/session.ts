import { createRoute, z } from '@hono/zod-openapi';
import { text } from '../../contract/query.ts';
import { jsonBody, readResponses, writeResponses } from '../contract/responses.ts';

const person = z
  .object({
    name: z.string().openapi({ description: 'as `members.name`, which the history says' }),
    displayName: z.string(),
    isMember: z.boolean().openapi({ description: 'false: reads only' }),
    mayMove: z.boolean(),
    mayEdit: z.boolean(),
    mayAdministrate: z.boolean(),
    mayFastTrack: z.boolean(),
  })
  .openapi('Person');

const session = z
  .object({
    signIn: z.enum(['local', 'header', 'oidc']).openapi({ description: 'how people sign in here' }),
    person: person.nullable().openapi({ description: 'null: nobody is signed in' }),
    signInAddress: z.string().nullable().openapi({
      description: 'oidc: where a browser goes to sign in, with ?returnTo=<path of a page>',
    }),
  })
  .openapi('Session');

export const sessionRoute = createRoute({
  method: 'get',
  path: '/v1/session',
  operationId: 'session',
  tags: ['Session'],
  summary: 'Who am I, and what may I do?',
  responses: readResponses(session, 'The person, and how to sign in.'),
});

export const signInRoute = createRoute({
  method: 'post',
  path: '/v1/session',
  operationId: 'signIn',
  tags: ['Session'],
  summary: 'Sign in by a name (SIGN_IN=local)',
  description: 'A new name becomes a member who may move and edit.',
  request: { body: jsonBody(z.strictObject({ name: text(128) })) },
  responses: writeResponses(session, 'The person; a cookie is the session.'),
});

export const signOutRoute = createRoute({
  method: 'delete',
  path: '/v1/session',
  operationId: 'signOut',
  tags: ['Session'],
  summary: 'Sign out',
  responses: writeResponses(
    z.object({
      signOutAddress: z
        .string()
        .nullable()
        .openapi({ description: 'oidc: where the browser goes to sign out there too' }),
    }),
    'The session has ended.',
  ),
});
