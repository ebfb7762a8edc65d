import type { BoardProblem } from '@kanban/api/board';
import { isRetryable, isUnusable, type Refusal, refusalOf, refusesLogin } from '@kanban/schema';
import { Problem, type Problems } from '@kanban/service/http';
import { HTTPException } from 'hono/http-exception';

const PROBLEMS = {
  'invalid-request': [400, 'The request is wrong'],
  'ambiguous-identity': [400, 'Who this is cannot be told'],
  'sign-in-needed': [401, 'Sign in first'],
  'right-needed': [403, 'Not allowed'],
  'forged-request': [403, 'A request of another site'],
  'behind-a-proxy': [403, 'A proxy stands in front'],
  'sign-in-refused': [403, 'The sign-in is refused'],
  'unknown-item': [404, 'No such item'],
  'unknown-value-stream': [404, 'No such value stream'],
  'unknown-path': [404, 'Nothing is here'],
  refused: [409, 'The board refuses this'],
  'moved-meanwhile': [409, 'Somebody moved it meanwhile'],
  'reference-taken': [409, 'The reference is taken'],
  'key-running': [409, 'The same request is still running'],
  'edited-meanwhile': [412, 'Somebody changed it meanwhile'],
  'body-too-large': [413, 'The request is too long'],
  'not-json': [415, 'Not JSON'],
  'unknown-host': [421, 'Not the host that was asked'],
  'invalid-value': [422, 'The value is not possible'],
  'key-reused': [422, 'The key was used for something else'],
  'if-match-needed': [428, 'Say which version was seen'],
  'internal-error': [500, 'The service failed'],
  'provider-unavailable': [503, 'The sign-in is away'],
  'database-refuses-login': [503, "The database refuses the service's login"],
  'database-unavailable': [503, 'The database is away'],
} as const satisfies Problems;

type Details = Omit<BoardProblem, 'type' | 'title' | 'status' | 'instance'>;

/** An error that is an answer: what it says is meant for the client. */
export class Refused extends Problem<keyof typeof PROBLEMS, Details> {
  constructor(problem: keyof typeof PROBLEMS, details: Details) {
    super(problem, PROBLEMS[problem], details);
  }
}

/** A routine is missing, by which this service does more than others: not migrated. */
const NO_ROUTINE = 1305;
/** A value that no column takes: too long, of a wrong type, breaking a CHECK, a parent that is not there. */
const IMPOSSIBLE = new Map<number, string>([
  [1264, 'A number is too large or too small.'],
  [1292, 'There is no such date.'],
  [1366, 'A text holds a character that cannot be stored.'],
  [1406, 'A text is too long.'],
  [3819, 'A value breaks a rule of its table.'],
  [4025, 'A value breaks a rule of its table.'],
  [1452, 'It names something that is not there.'],
]);

/** What would be accepted, where the sentence of the database does not say it. */
const ALLOWED: Partial<Record<Refusal['code'], string>> = {
  QUEUE_FULL: 'queues with a free slot',
  PERSON_FULL: 'another person, or an item less in progress',
  NO_FAST_TRACK: 'members whom an administrator gave may_fast_track',
  ITEM_BLOCKED: 'moves of items that are not blocked',
  DEPENDENCIES_OPEN: 'starting items whose dependencies are finished',
  ITEM_DELETED: 'restoring it first',
  STREAM_ARCHIVED: 'streams that are not archived',
  UNPROVEN_ACTOR: 'a login of the board API with members.may_speak_for_others',
};

const PROBLEM_OF: Partial<Record<Refusal['code'], keyof typeof PROBLEMS>> = {
  UNKNOWN_ITEM: 'unknown-item',
  INVALID_VALUE: 'invalid-value',
  INVALID_PLACE: 'invalid-value',
  UNKNOWN_QUEUE: 'invalid-value',
};

/** A refusal of the database, as people are told. */
function refusedBy({ errno, code, message }: Refusal): Refused {
  const allowed = ALLOWED[code];
  return new Refused(PROBLEM_OF[code] ?? 'refused', {
    detail: message,
    number: errno,
    code,
    ...(allowed === undefined ? {} : { allowed }),
  });
}

/** Whatever was thrown, as what the client is told: nothing of an unexpected error but that there was one. */
export function refusalFor(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof HTTPException) {
    return new Refused('invalid-request', {
      detail: 'The body is no JSON.',
      parameter: 'body',
      allowed: 'a JSON object',
    });
  }
  const refusal = refusalOf(error);
  if (refusal) return refusedBy(refusal);
  const { errno = 0 } = error as { errno?: number };
  const impossible = IMPOSSIBLE.get(errno);
  if (impossible !== undefined) return new Refused('invalid-value', { detail: impossible });
  if (refusesLogin(error)) {
    return new Refused('database-refuses-login', {
      detail:
        'The database does not let this service do that. Who runs the service finds out why in its log.',
    });
  }
  if (isRetryable(error) || isUnusable(error) || errno === NO_ROUTINE) {
    return new Refused('database-unavailable', {
      detail: 'The database cannot be asked at the moment. Try again in a few seconds, with the same key.',
    });
  }
  return new Refused('internal-error', {
    detail: 'An unexpected error, which is in the log of the service under the id of this request.',
  });
}
