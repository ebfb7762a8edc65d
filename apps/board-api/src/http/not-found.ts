import type { Context } from 'hono';
import { Refused } from '../answer/problems.ts';
import type { AppEnv } from '../app-env.ts';
import { answerRefusal } from './answer-refusal.ts';

export function notFound(c: Context<AppEnv>): Promise<Response> {
  const detail = 'Nothing is at this path, or not by this method.';
  return answerRefusal(c, new Refused('unknown-path', { detail, allowed: 'what /board/openapi.json lists' }));
}
