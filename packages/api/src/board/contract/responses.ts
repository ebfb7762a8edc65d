import { z } from '@hono/zod-openapi';
import { boardProblem } from './problem.ts';

const PROBLEMS = {
  400: 'The request is wrong; parameter and allowed say where and why.',
  401: 'Nobody is signed in, or the session has ended.',
  403: 'The person has not the right (`right`), or the request comes from another site.',
  404: 'There is no such item, stream or path.',
  409: 'The database refuses (`number`, `code`), the card was moved meanwhile, or the same request is still running.',
  412: 'Somebody changed the item meanwhile: `current` and `yours` are the two texts.',
  413: 'The body is too large.',
  415: 'The body is not application/json.',
  421: 'SIGN_IN=local answers requests to this machine only.',
  422: 'The value is not possible (`number`, `code`), or the Idempotency-Key was used for another request.',
  428: 'If-Match is missing.',
  500: 'A fault of the service; the log tells more under the id given.',
  503: 'The database is away, or too many requests are on their way; try again later.',
};

function problemsOf(...statuses: (keyof typeof PROBLEMS)[]) {
  const all = statuses.map((status) => [
    status,
    { description: PROBLEMS[status], content: { 'application/problem+json': { schema: boardProblem } } },
  ]);
  return Object.fromEntries(all) as Record<
    number,
    { description: string; content: { 'application/problem+json': { schema: typeof boardProblem } } }
  >;
}

const json = <Answer extends z.ZodType>(schema: Answer, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** The responses of a route that reads. */
export function readResponses<Answer extends z.ZodType>(answer: Answer, description: string) {
  return { 200: json(answer, description), ...problemsOf(400, 401, 404, 421, 500, 503) };
}

/** The responses of a route that writes. */
export function writeResponses<Answer extends z.ZodType>(answer: Answer, description: string) {
  return {
    200: json(answer, description),
    ...problemsOf(400, 401, 403, 404, 409, 412, 413, 415, 421, 422, 428, 500, 503),
  };
}

/** A body that must be JSON. */
export function jsonBody<Body extends z.ZodType>(schema: Body) {
  return { content: { 'application/json': { schema } }, required: true };
}

/** Of each write: made when the person acts, kept through every retry. */
export const writeHeaders = z.object({
  'idempotency-key': z
    .string('is missing')
    .regex(/^[\x21-\x7e]{8,64}$/, '8 to 64 visible ASCII characters, new for each thing a person does')
    .openapi({
      description:
        'The same key within 24 hours does the thing once, and gets the first answer again (Idempotency-Replayed: true). ' +
        'A refusal does nothing and is not kept.',
      example: '0b7ad1f0-5f0c-4f5e-9d3e-3f3f3a0a2c11',
    }),
});
