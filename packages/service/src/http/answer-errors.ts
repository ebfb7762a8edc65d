import type { Context, ErrorHandler } from 'hono';
import type { Logger } from 'pino';
import type { Problem } from './problem.ts';

/**
 * The one place where errors become answers. What was not expected is logged whole, and told only by the request's id.
 * `answer`: how people are told, where it is not as JSON.
 */
export function answerErrors(
  log: Logger,
  problemOf: (error: unknown) => Problem,
  answer: (c: Context, problem: Problem) => Response | Promise<Response> = problemResponse,
): ErrorHandler {
  return (error, c) => {
    const problem = problemOf(error);
    const requestId: string = c.get('requestId');
    const { code, errno } = error as { code?: string; errno?: number };
    const fields = { requestId, code, errno, reason: error.message };
    switch (problem.problem) {
      case 'internal-error':
        log.error({ requestId, err: error }, 'a request failed');
        break;
      case 'database-refuses-login':
        log.error(fields, 'the database refuses the login');
        break;
      case 'database-unavailable':
        log.warn(fields, 'the database is away');
        c.header('Retry-After', '5');
        break;
      case 'service-busy':
        log.warn(fields, 'too many answers at once');
        c.header('Retry-After', '10');
        break;
    }
    return answer(c, problem);
  };
}

export function problemResponse(c: Context, problem: Problem): Response {
  return c.body(JSON.stringify(problem.body(c.get('requestId'))), problem.status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  });
}
