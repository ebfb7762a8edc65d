import type { Outcome } from '../outcome.ts';
import type { HandOver } from './hand-over-gate.ts';

/** What nodemailer's errors carry; see its `errors.js`. */
interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/**
 * Tells a failure's meaning from the server's answer and from where the mail was:
 * - 5xx: for good (503 is about the session, not the mail); so is an envelope the client cannot make;
 * - 4xx: for now, and certainly not accepted, even behind the end of data;
 * - no answer, after hand-over: for now, but it may have arrived;
 * - no answer, before hand-over: for now, and certainly not accepted.
 */
export function outcomeOf(error: unknown, handOver: HandOver): Outcome {
  const { code, responseCode, message } = error as SmtpError;
  if (responseCode !== undefined && responseCode >= 400) {
    const isPermanent = responseCode >= 500 && responseCode !== 503 && code !== 'EAUTH';
    return { kind: isPermanent ? 'refused' : 'failed', error: message, mayHaveArrived: false };
  }
  if (code === 'EENVELOPE' && responseCode === undefined && handOver === 'not begun') {
    return { kind: 'refused', error: message, mayHaveArrived: false };
  }
  return { kind: 'failed', error: message, mayHaveArrived: handOver === 'done' };
}
