import { STATUS_CODES } from 'node:http';
import type { Posted } from '@kanban/notifications/endpoints';
import type { Outcome } from '../outcome.ts';
import { retryAfterMs } from './retry-after.ts';

/** Answers that say "not now" although they are 4xx: timeout of the request, too early, too many. */
const FOR_NOW = [408, 425, 429];
/** A gateway that got no answer: whether the receiver has the message, it does not know. */
const GATEWAY = [502, 504];

/**
 * Tells what became of a message from the answer, or from where it was when none came:
 * - 2xx: accepted;
 * - 3xx: refused, since a redirect may lead anywhere: the endpoint's URL must be the final one;
 * - 408, 425, 429 and 5xx: for now, and not before Retry-After; behind a 502 or 504 it may have arrived;
 * - other 4xx: for good;
 * - no answer, after hand-over: for now, but it may have arrived;
 * - no answer, before hand-over: for now, and certainly not arrived; for good where the URL may not be used.
 */
export function outcomeOf(posted: Posted): Outcome {
  const { handOver } = posted;
  if (handOver === 'overtaken') return { kind: 'overtaken' };
  if (posted.kind === 'failed') {
    const { error, isForGood } = posted;
    if (isForGood && handOver === 'not begun') return { kind: 'refused', error, mayHaveArrived: false };
    return { kind: 'failed', error, mayHaveArrived: handOver === 'done' };
  }
  const { status, retryAfter, excerpt } = posted;
  const answer = [status, STATUS_CODES[status], excerpt && `: ${excerpt}`]
    .filter(Boolean)
    .join(' ')
    .replace(' : ', ': ');
  if (status >= 200 && status < 300) return { kind: 'accepted', response: answer };
  if (status >= 300 && status < 400) {
    const error = `${answer} (redirects are not followed: the endpoint's URL must be the final one)`;
    return { kind: 'refused', error, mayHaveArrived: false };
  }
  if (status < 500 && !FOR_NOW.includes(status))
    return { kind: 'refused', error: answer, mayHaveArrived: false };
  const wait = retryAfterMs(retryAfter);
  return {
    kind: 'failed',
    error: answer,
    mayHaveArrived: handOver === 'done' && GATEWAY.includes(status),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  };
}
