import { setTimeout as pause } from 'node:timers/promises';
import { foundNoId, isRetryable, TRIES_FOR_ID, withRemedy } from '@kanban/schema';
import type { Logger } from 'pino';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Repeats a step in MySQL until it works, however long the database is away, or until `signal` ends it. `step` must be
 * safe to repeat, because the answer to a COMMIT may be lost. Throws errors that a repetition cannot solve.
 */
export async function retryUntilDone<T>(
  step: () => Promise<T>,
  signal: AbortSignal,
  log: Logger,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await step();
    } catch (error) {
      if (signal.aborted || !isRetryable(error)) throw error;
      if (foundNoId(error) && failures >= TRIES_FOR_ID) throw withRemedy(error);
      const write = failures === 0 ? log.warn : log.debug;
      write.call(
        log,
        { reason: (error as Error).message },
        'The database did not do a step; trying until it does',
      );
      const longest = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
      await pause(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}
