import { InvalidInput, NoWorkingTime } from '@kanban/domain';
import { isRetryable, isUnusable, refusesLogin } from '@kanban/schema';
import { Problem, type Problems } from '@kanban/service/http';
import { DatabaseSilent, NoConnectionFree } from '../connections.ts';

const PROBLEMS = {
  'invalid-parameter': [400, 'A parameter is wrong'],
  'token-needed': [401, 'A token is needed'],
  'unknown-host': [421, 'Not the host that was asked'],
  'unknown-value-stream': [404, 'No such value stream'],
  'unknown-item': [404, 'No such work item'],
  'unknown-path': [404, 'Nothing is here'],
  'no-working-time': [409, 'The working calendar leaves no time'],
  'method-not-allowed': [405, 'This service can only be read'],
  'internal-error': [500, 'The service failed'],
  'database-refuses-login': [503, "The database refuses the API's login"],
  'database-unavailable': [503, 'The database is away'],
  'service-busy': [503, 'Too many answers at once'],
} as const satisfies Problems;

type ProblemName = keyof typeof PROBLEMS;

export function isProblemName(text: string): text is ProblemName {
  return Object.hasOwn(PROBLEMS, text);
}

interface ProblemDetails {
  detail: string;
  parameter?: string;
  allowed?: string;
}

/** An error that is an answer: what it says is meant for the client. */
export class Refused extends Problem<ProblemName, ProblemDetails> {
  constructor(problem: ProblemName, details: ProblemDetails) {
    super(problem, PROBLEMS[problem], details);
  }
}

/** Whatever was thrown, as what the client is told: nothing of an unexpected error but that there was one. */
export function refusalFor(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof InvalidInput) {
    const { message, parameter, allowed } = error;
    return new Refused('invalid-parameter', { detail: message, parameter, allowed });
  }
  if (error instanceof NoWorkingTime) {
    return new Refused('no-working-time', {
      detail:
        'An SLA target of this value stream is never reached: its working hours and holidays leave too little time.',
    });
  }
  if (refusesLogin(error)) {
    return new Refused('database-refuses-login', {
      detail: 'The database does not let this service read. Who runs the service finds out why in its log.',
    });
  }
  if (error instanceof NoConnectionFree) {
    return new Refused('service-busy', {
      detail: 'Other answers have all connections to the database. Try again in a few seconds.',
    });
  }
  if (isDatabaseAway(error)) {
    return new Refused('database-unavailable', {
      detail: 'The database cannot be asked at the moment. Try again in a few seconds.',
    });
  }
  return new Refused('internal-error', {
    detail: 'An unexpected error, which is in the log of the service under the id of this request.',
  });
}

function isDatabaseAway(error: unknown): boolean {
  return error instanceof DatabaseSilent || isRetryable(error) || isUnusable(error);
}
