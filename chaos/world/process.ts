/** A started process, from scripts/servers/launch.mjs or with the same shape. */
export interface Started {
  readonly pid: number | undefined;
  readonly exited: Promise<unknown>;
}

/** One process of the run, which dies and is restarted many times. */
export interface Process {
  readonly name: string;
  start(): Promise<void>;
  /** SIGKILL, also of a paused one; resolves once it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and SIGKILL after ten seconds: a program that needs that long is a finding. */
  stopCleanly(): Promise<void>;
  pause(): void;
  resume(): void;
}

const STOPS_WITHIN_MS = 10_000;

/**
 * A process that `launch` starts; resolves once it works. `found` is called if it ended by itself, or did not end when
 * asked to.
 */
export function createProcess(
  name: string,
  launch: () => Promise<Started>,
  found: (what: string) => void,
): Process {
  let started: Started | undefined;
  let isExpectedToEnd = false;

  function signal(which: NodeJS.Signals): void {
    try {
      if (started?.pid) process.kill(started.pid, which);
    } catch {
      // It has just ended.
    }
  }

  return {
    name,
    async start() {
      isExpectedToEnd = false;
      const now = await launch();
      started = now;
      now.exited.then((how) => {
        if (started === now) started = undefined;
        if (!isExpectedToEnd) found(`${name} ended by itself: ${JSON.stringify(how)}`);
      });
    },
    async kill() {
      isExpectedToEnd = true;
      const ended = started?.exited;
      signal('SIGKILL');
      await ended;
    },
    async stopCleanly() {
      isExpectedToEnd = true;
      const ended = started?.exited;
      signal('SIGTERM');
      const timer = setTimeout(() => {
        found(`${name} did not end within ${STOPS_WITHIN_MS} ms of SIGTERM`);
        signal('SIGKILL');
      }, STOPS_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
  };
}
