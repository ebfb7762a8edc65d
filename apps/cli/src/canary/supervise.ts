import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Refused } from '../failure.ts';
import { isLive } from './is-live.ts';

/** A service ends within ten seconds of SIGTERM; one that is stopped or stuck does not, and is killed. */
const STOP_WITHIN_MS = 10_000;

/** A question that nobody answers for this long gets no answer. */
const LONGEST_ANSWER_MS = 5_000;

export interface Supervision {
  readonly command: readonly string[];
  readonly url: string;
  readonly everyMs: number;
  /** After its first answer: silent for this long is too long. */
  readonly patienceMs: number;
  /** Until its first answer: a machine that is busy starts it slowly, and does not start it sooner when it begins again. */
  readonly startWithinMs: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Told of each start. */
  readonly onStart?: (pid: number) => void;
  /** Called at the first answer after each start: from then on `patienceMs` counts. */
  readonly onFirstAnswer?: () => void;
}

/**
 * Runs a command, and starts it again when its liveness address has been silent for too long. Resolves to its exit
 * code when it ends by itself or by `signal`, which is passed on as SIGTERM; the caller decides what happens then.
 */
export async function supervise(supervision: Supervision): Promise<number> {
  const { command, signal, say } = supervision;
  for (;;) {
    const child = spawn(command[0] as string, command.slice(1), { stdio: 'inherit' });
    if (child.pid !== undefined) supervision.onStart?.(child.pid);
    const exited = once(child, 'exit').catch((error: Error) => {
      throw new Refused(`${command[0]} cannot be started: ${error.message}.`);
    });
    const silentMs = await watch(child, exited, supervision);
    if (silentMs === undefined || signal.aborted) {
      const [code] = (await exited) as [number | null];
      return code ?? 1;
    }
    say(`${command.join(' ')} was silent for ${silentMs / 1_000} s; it is started again.`);
    await stop(child, exited);
    if (signal.aborted) return 0;
  }
}

/** Resolves when the child has ended, or when it has been silent for too long: then to the time that was allowed. */
async function watch(
  child: ChildProcess,
  exited: Promise<unknown>,
  { url, everyMs, patienceMs, startWithinMs, signal, onFirstAnswer }: Supervision,
): Promise<number | undefined> {
  const over = new AbortController();
  const ended = exited.finally(() => over.abort());
  ended.catch(() => {});
  const told = () => void stop(child, exited);
  if (signal.aborted) told();
  signal.addEventListener('abort', told, { once: true });
  try {
    let liveAt = performance.now();
    let allowedMs: number | undefined;
    while (!over.signal.aborted) {
      await pause(everyMs, undefined, { signal: over.signal }).catch(() => {});
      if (over.signal.aborted) break;
      // Not everyMs: an answer that takes longer than the pause between two questions is an answer.
      if (await isLive(url, Math.min(patienceMs, LONGEST_ANSWER_MS))) {
        if (allowedMs === undefined) onFirstAnswer?.();
        liveAt = performance.now();
        allowedMs = patienceMs;
      } else if (performance.now() - liveAt > (allowedMs ?? startWithinMs) && !signal.aborted)
        return allowedMs ?? startWithinMs;
    }
    await ended;
    return undefined;
  } finally {
    signal.removeEventListener('abort', told);
  }
}

/** Asks it to end first, so that it can finish its work; a suspended process cannot. */
async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited.catch(() => {});
  clearTimeout(timer);
}
