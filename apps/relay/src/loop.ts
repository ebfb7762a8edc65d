import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

export interface Loop {
  /** Ends the pause, lets the current run finish and resolves. */
  stop(): Promise<void>;
  /** When a run last came to an end without an error, in ms since the epoch; 0: not yet. */
  lastSuccessAt(): number;
}

/**
 * Calls `runOnce` again and again. It resolves to the pause before the next run, in ms. After an error the pause doubles
 * up to 5 s: whatever failed is away, and is asked again until it is back.
 */
export function startLoop(name: string, runOnce: () => Promise<number>, log: Logger): Loop {
  const stopping = new AbortController();
  let lastSuccessAt = 0;
  let failures = 0;

  const run = async () => {
    while (!stopping.signal.aborted) {
      let pauseMs: number;
      try {
        pauseMs = await runOnce();
        if (failures > 0) log.info({ loop: name, failures }, 'Works again');
        failures = 0;
        lastSuccessAt = Date.now();
      } catch (error) {
        pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures++, LONGEST_PAUSE_MS);
        log.warn({ loop: name, failures, pauseMs, err: error }, 'A run failed; trying again');
      }
      if (pauseMs > 0) await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const ended = run();
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
    lastSuccessAt: () => lastSuccessAt,
  };
}
