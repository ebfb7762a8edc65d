import type { Hook } from '@hono/zod-openapi';
import type { AppEnv } from '../deps.ts';
import { invalidParameter } from './invalid-parameter.ts';

/** Makes a problem of what a route's contract refuses. */
export const refuseInvalid: Hook<unknown, AppEnv, string, void> = (result) => {
  if (!result.success) throw invalidParameter(result.error.issues);
};
