import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const apps = fileURLToPath(new URL('../../../', import.meta.url));

export interface AppProcess {
  readonly child: ChildProcess;
  /** What it printed so far. */
  readonly lines: readonly string[];
  /** Resolves with the first line that holds `text`; rejects when the process ends before. */
  printed(text: string): Promise<string>;
  /** Sends a signal and resolves to the exit code; null: the signal ended it. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** Starts a real relay or notifier. Everything it needs to know is in `env`. */
export function startApp(app: 'relay' | 'notifier', env: Readonly<Record<string, string>>): AppProcess {
  const child = spawn(process.execPath, [`${apps}${app}/src/main.ts`], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  }
  return {
    child,
    lines,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find((each) => each.includes(text));
          if (line === undefined) return;
          waiting.delete(look);
          resolve(line);
        };
        waiting.add(look);
        look();
        exited.then(([code]) => reject(new Error(`${app} ended with ${code}:\n${lines.join('\n')}`)));
      }),
    async end(signal) {
      child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}
