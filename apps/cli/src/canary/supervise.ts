import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Refused } from '../failure.ts';
import { isLive } from './is-live.ts';

/** A service ends within ten seconds of SIGTERM; one that is stopped or stuck does not, and is killed. */
const STOP_WITHIN_MS = 10_000;

export interface Supervision {
  readonly command: readonly string[];
  readonly url: string;
  readonly everyMs: number;
  /** Silent for this long is too long; also the time it has to start. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Told of each start. */
  readonly onStart?: (pid: number) => void;
  /** The time that a stopped service has to end. */
  readonly stopWithinMs?: number;
}

/**
 * Runs a command, and starts it again when its liveness address has been silent for `patienceMs`. Resolves to its exit
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
    const end = await watch(child, exited, supervision);
    if (end === 'ended' || signal.aborted) {
      const [code] = (await exited) as [number | null];
      return code ?? 1;
    }
    say(`${command.join(' ')} was silent for ${supervision.patienceMs / 1_000} s; it is started again.`);
    await stop(child, exited, supervision.stopWithinMs);
    if (signal.aborted) return 0;
  }
}

/** Resolves when the child has ended, was asked to end, or is silent. */
async function watch(
  child: ChildProcess,
  exited: Promise<unknown>,
  { url, everyMs, patienceMs, signal, stopWithinMs }: Supervision,
): Promise<'ended' | 'silent'> {
  const over = new AbortController();
  const ended = exited.finally(() => over.abort());
  ended.catch(() => {});
  const told = () => void stop(child, exited, stopWithinMs);
  if (signal.aborted) told();
  signal.addEventListener('abort', told, { once: true });
  try {
    let liveAt = performance.now();
    while (!over.signal.aborted) {
      await pause(everyMs, undefined, { signal: over.signal }).catch(() => {});
      if (over.signal.aborted) break;
      if (await isLive(url, Math.min(everyMs, 5_000))) liveAt = performance.now();
      else if (performance.now() - liveAt > patienceMs && !signal.aborted) return 'silent';
    }
    await ended;
    return 'ended';
  } finally {
    signal.removeEventListener('abort', told);
  }
}

/** Asks it to end first, so that it can finish its work; a suspended process cannot. */
async function stop(child: ChildProcess, exited: Promise<unknown>, withinMs = STOP_WITHIN_MS): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await exited.catch(() => {});
  clearTimeout(timer);
}
