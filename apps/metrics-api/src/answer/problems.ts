import type { Problem } from '@kanban/api';
import { InvalidInput, NoWorkingTime } from '@kanban/domain';
import { isRetryable } from '@kanban/schema';
import { DatabaseSilent, NoConnectionFree } from '../connections.ts';

export type ProblemCode =
  | 'invalid-parameter'
  | 'token-needed'
  | 'unknown-host'
  | 'unknown-value-stream'
  | 'unknown-item'
  | 'unknown-path'
  | 'no-working-time'
  | 'method-not-allowed'
  | 'malformed-request'
  | 'request-too-slow'
  | 'request-too-large'
  | 'internal-error'
  | 'database-refuses-login'
  | 'database-unavailable'
  | 'service-busy';

const STATUS = {
  'invalid-parameter': 400,
  'token-needed': 401,
  'unknown-host': 421,
  'unknown-value-stream': 404,
  'unknown-item': 404,
  'unknown-path': 404,
  'no-working-time': 409,
  'method-not-allowed': 405,
  'malformed-request': 400,
  'request-too-slow': 408,
  'request-too-large': 431,
  'internal-error': 500,
  'database-refuses-login': 503,
  'database-unavailable': 503,
  'service-busy': 503,
} as const satisfies Record<ProblemCode, number>;

const TITLE: Record<ProblemCode, string> = {
  'invalid-parameter': 'A parameter is wrong',
  'token-needed': 'A token is needed',
  'unknown-host': 'Not the host that was asked',
  'unknown-value-stream': 'No such value stream',
  'unknown-item': 'No such work item',
  'unknown-path': 'Nothing is here',
  'no-working-time': 'The working calendar leaves no time',
  'method-not-allowed': 'This service can only be read',
  'malformed-request': 'Not a request',
  'request-too-slow': 'The request took too long',
  'request-too-large': 'The request is too long',
  'internal-error': 'The service failed',
  'database-refuses-login': "The database refuses the API's login",
  'database-unavailable': 'The database is away',
  'service-busy': 'Too many answers at once',
};

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(STATUS, text);
}

export type ProblemStatus = (typeof STATUS)[ProblemCode];

export interface ProblemDetails {
  detail: string;
  parameter?: string;
  allowed?: string;
}

/** An error that is an answer: what it says is meant for the client. */
export class Refused extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails) {
    super(details.detail);
    this.code = code;
    this.details = details;
  }

  get status(): ProblemStatus {
    return STATUS[this.code];
  }

  /** The body of RFC 9457; `requestId` finds the request in the log. */
  body(requestId: string): Problem {
    return {
      type: `urn:kanban-flow:problem:${this.code}`,
      title: TITLE[this.code],
      status: this.status,
      instance: `urn:kanban-flow:request:${requestId}`,
      ...this.details,
    };
  }
}

/** The login is wrong or may too little. Waiting does not mend that: somebody has to. */
const REFUSES_LOGIN = new Map<number, string>([
  [1044, 'access to the database denied'],
  [1045, 'login refused'],
  [1142, 'a grant on a table is missing'],
  [1143, 'a grant on a column is missing'],
  [1370, 'a grant on a routine is missing'],
  [1698, 'login refused (a login without password)'],
]);

/** The server knows not our database, or is not to be used now: for the client that is the same as no server. */
const UNUSABLE = new Map<number, string>([
  [1049, 'no such database'],
  [1129, 'host blocked after many errors'],
  [1146, 'a table is missing: not migrated'],
  [1226, 'a limit of the login is reached'],
  [3024, 'the statement took longer than the server allows'],
]);

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
  if (REFUSES_LOGIN.has((error as { errno?: number }).errno ?? 0)) {
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
  const { errno } = error as { errno?: number };
  return (
    error instanceof DatabaseSilent || isRetryable(error) || (errno !== undefined && UNUSABLE.has(errno))
  );
}
