import type { z } from '@hono/zod-openapi';
import { problem } from './problem.ts';

const PROBLEMS = {
  400: 'A parameter is wrong; parameter and allowed say which and why.',
  401: 'Only when the service has tokens: one is needed, Authorization: Bearer <token>.',
  404: 'There is no such value stream, item or path.',
  409: 'The working hours and holidays of the stream leave too little time for an SLA target to be ever reached.',
  500: 'A fault of the service; the log tells more under the id given.',
  503: 'The database is away, or too many answers are on their way; try again later.',
};

const CSV =
  'RFC 4180 but for separator and decimal, UTF-8, header first. Behind each instant stands …Local, YYYY-MM-DD HH:MM in the ' +
  'time zone of the answer; behind each duration in milliseconds …InDays, days of 24 hours with four decimals. Text that a ' +
  'spreadsheet would run has an apostrophe in front.';

function problemResponse(description: string) {
  return { description, content: { 'application/problem+json': { schema: problem } } };
}

/** What every path that needs a token answers without one. */
export const withoutToken = { 401: problemResponse(PROBLEMS[401]) };

/** What a path that reckons in working time answers when there is none. */
export const withoutWorkingTime = { 409: problemResponse(PROBLEMS[409]) };

/** The responses of a route that answers in JSON, or with the same rows in CSV. */
export function responsesOf<Answer extends z.ZodType>(answer: Answer, description: string) {
  return {
    200: {
      description,
      headers: {
        ETag: { schema: { type: 'string' as const }, description: 'For If-None-Match.' },
        'Kanban-As-Of': {
          schema: { type: 'string' as const },
          description: 'csv only: as of when the rows are, as asOf takes it.',
        },
      },
      content: {
        'application/json': { schema: answer },
        'text/csv': { schema: { type: 'string' as const, description: CSV } },
      },
    },
    304: { description: 'Unchanged since the ETag given in If-None-Match.' },
    400: problemResponse(PROBLEMS[400]),
    ...withoutToken,
    404: problemResponse(PROBLEMS[404]),
    500: problemResponse(PROBLEMS[500]),
    503: problemResponse(PROBLEMS[503]),
  };
}

/** The responses of a route that goes on telling, as server-sent events. */
export function eventStreamResponses(description: string) {
  return {
    200: { description, content: { 'text/event-stream': { schema: { type: 'string' as const } } } },
    400: problemResponse(PROBLEMS[400]),
    ...withoutToken,
    404: problemResponse(PROBLEMS[404]),
    503: problemResponse(PROBLEMS[503]),
  };
}
