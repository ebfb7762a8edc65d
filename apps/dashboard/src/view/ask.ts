import type { AnswerToQuestion, ApiFailure, Choices, QuestionName } from '@kanban/api';
import { inRange, type Request } from './request.ts';

/** A question of a page. Two asks with one key are one request. */
export interface Ask<Name extends QuestionName = QuestionName> {
  readonly key: string;
  readonly name: Name;
  /** Parameters besides the choices of the page. */
  readonly extra?: Readonly<Record<string, string>>;
  /** What it is asked about; null: nothing. */
  choices(request: Request): Choices | null;
}

export interface Remote<Answer> {
  readonly status: 'loading' | 'ready' | 'failed';
  /** The last one there was; kept while the API is asked again, or is away. */
  readonly answer: Answer | null;
  /** It answers what was asked before: something else was chosen since. */
  readonly isOutdated: boolean;
  readonly failure: ApiFailure | null;
  /** Where the answer was found; another address, another question. */
  readonly address: string | null;
}

export type RemoteOf<Name extends QuestionName> = Remote<AnswerToQuestion<Name>>;

export function ask<Name extends QuestionName>(
  name: Name,
  extra?: Readonly<Record<string, string>>,
): Ask<Name> {
  const key = extra ? `${name} ${JSON.stringify(extra)}` : name;
  return { key, name, ...(extra && { extra }), choices: (request) => request };
}

/** The same question about a moment, at the end of the day that it is compared with. */
export function onDayBefore<Name extends QuestionName>(of: Ask<Name>): Ask<Name> {
  return {
    ...of,
    key: `${of.key} on the day before`,
    choices: (request) => (request.atBefore === undefined ? null : { ...request, at: request.atBefore }),
  };
}

/** The same question about what is compared with; nothing is asked when nothing is. */
export function before<Name extends QuestionName>(of: Ask<Name>): Ask<Name> {
  return { ...of, key: `${of.key} before`, choices: (request) => inRange(request, request.before) };
}
