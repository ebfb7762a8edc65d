import type { Hook } from '@hono/zod-openapi';
import { firstCharacters } from '@kanban/domain';
import type { AppEnv } from '../app-env.ts';
import { Refused } from './problems.ts';

const SHOWN_CHARACTERS = 60;

/** Makes a problem of what a route's contract refuses: the first wrong field and what is allowed. */
export const refuseInvalid: Hook<unknown, AppEnv, string, void> = (result) => {
  if (result.success) return;
  const [issue] = result.error.issues;
  const path = issue?.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]] : (issue?.path ?? []);
  const parameter = firstCharacters(path.map(String).join('.') || 'body', SHOWN_CHARACTERS);
  const allowed =
    issue?.code === 'unrecognized_keys'
      ? 'the fields that /board/openapi.json lists'
      : (issue?.message ?? '');
  throw new Refused('invalid-request', {
    detail: `${parameter} cannot be used. Allowed: ${allowed}.`,
    parameter,
    allowed,
  });
};
