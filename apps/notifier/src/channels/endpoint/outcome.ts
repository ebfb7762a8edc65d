import { STATUS_CODES } from 'node:http';
import type { Posted } from '@kanban/notifications/endpoints';
import type { Outcome } from '../outcome.ts';
import { retryAfterMs } from './retry-after.ts';

/** 4xx answers that mean "not now": request timeout, too early, too many requests. */
const FOR_NOW = [408, 425, 429];
/** A gateway that got no answer cannot know whether the receiver has the message. */
const GATEWAY = [502, 504];

/**
 * Derives the outcome from the answer, or from the progress of the message if there is none:
 * - 2xx: accepted;
 * - 3xx: refused, because a redirect may lead anywhere: the endpoint's URL must be the final one;
 * - 408, 425, 429 and 5xx: temporary, and not before Retry-After; after a 502 or 504 the message may have arrived;
 * - other 4xx: permanent;
 * - no answer after the hand-over: temporary, but the message may have arrived;
 * - no answer before the hand-over: temporary, and certainly not arrived; permanent if the URL is not allowed.
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
