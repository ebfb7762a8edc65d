import type { Outcome } from '../outcome.ts';
import type { HandOver } from './hand-over-gate.ts';

/** The fields of nodemailer's errors; see its `errors.js`. */
interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/**
 * Derives the meaning of a failure from the server's answer and the progress of the mail:
 * - 5xx: permanent (except 503, which is about the session); also an envelope that the client cannot build;
 * - 4xx: temporary, and certainly not accepted, even after the end of data;
 * - no answer after the hand-over: temporary, but the mail may have arrived;
 * - no answer before the hand-over: temporary, and certainly not accepted.
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
