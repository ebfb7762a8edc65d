import { ApiFailure } from '@kanban/api';

const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;
/** A fault of the service is not asked for again and again. */
const MOST_FAULTS = 3;

/**
 * Repeats until it is known whether it was done: the caller sends the same key each time. `waiting` hears why. Throws the refusal,
 * or what the signal was aborted with.
 */
export async function insist<Answer>(
  call: () => Promise<Answer>,
  waiting: (failure: ApiFailure) => void,
  signal: AbortSignal,
): Promise<Answer> {
  for (let attempt = 0, faults = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiFailure) || !mayPass(error)) throw error;
      if (error.problem?.status === 500 && ++faults === MOST_FAULTS) throw error;
      waiting(error);
      await pause(Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS), signal);
    }
  }
}

/** Away, or the same request is still running. */
function mayPass({ reason, problem }: ApiFailure): boolean {
  return reason === 'away' || (problem?.type ?? '').endsWith(':key-running');
}

/** At once when the browser is back on line. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const end = (settle: () => void) => {
      clearTimeout(timer);
      ended.abort();
      settle();
    };
    const timer = setTimeout(() => end(resolve), ms);
    addEventListener('online', () => end(resolve), { signal: ended.signal });
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { signal: ended.signal });
  });
}
