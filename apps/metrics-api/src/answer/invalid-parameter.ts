import type { z } from '@hono/zod-openapi';
import { firstCharacters } from '@kanban/domain';
import { Refused } from './problems.ts';

const SHOWN_CHARACTERS = 60;

type Issue = z.core.$ZodIssue;

/**
 * What a schema of the contract refused, as a problem that names the first wrong parameter and what is allowed. Of what was
 * sent it repeats sixty characters at most.
 */
export function invalidParameter(issues: readonly Issue[]): Refused {
  const issue = issues[0];
  if (!issue) return refusal('query', 'cannot be understood', 'what /openapi.json describes');
  const parameter = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path[0];
  return refusal(shortened(String(parameter)), ...explain(issue));
}

function explain(issue: Issue): [reason: string, allowed: string] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return ['is no parameter of this path', issue.message];
    case 'too_big':
      return ['is too long', `up to ${issue.maximum} characters`];
    case 'too_small':
      return ['is empty', 'at least one character; or leave it out'];
    case 'invalid_value':
      return ['is none of the values allowed', issue.values.map(String).join(', ')];
    case 'invalid_type':
      return ['is given more than once', 'one value'];
    default:
      return ['is not of the form allowed', issue.message];
  }
}

/** `detail` reads as a sentence: what, what is wrong with it, what would be right. */
export function refusal(parameter: string, reason: string, allowed: string): Refused {
  return new Refused('invalid-parameter', {
    detail: `${parameter} ${reason}. Allowed: ${allowed}.`,
    parameter,
    allowed,
  });
}

export function shortened(text: string): string {
  const shown = firstCharacters(text, SHOWN_CHARACTERS);
  return shown === text ? text : `${shown}…`;
}
