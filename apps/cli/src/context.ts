import { createPool } from '@kanban/schema';
import type { Pool } from 'mysql2/promise';
import type { Config } from './config.ts';
import { killWhenStopped } from './kill-when-stopped.ts';
import { confirm } from './terminal/confirm.ts';
import { createProgress, type Progress } from './terminal/progress.ts';

/** The output of a command: results go to stdout, messages about the work to stderr. */
export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { isTTY?: boolean };
  /** The input for answers of a person; without it no question can be asked. */
  readonly stdin?: NodeJS.ReadableStream & { isTTY?: boolean };
  readonly signal?: AbortSignal;
}

/** What every command is given. */
export interface Context {
  readonly config: Config;
  readonly stdout: NodeJS.WritableStream;
  readonly stdin: Streams['stdin'];
  readonly signal: AbortSignal;
  /** A line of the result. */
  print(line: string): void;
  /** A line about the work. */
  say(line: string): void;
  /** Asks a person at a terminal. Throws UsageError if there is none. */
  confirm(question: string): Promise<boolean>;
  readonly progress: Progress;
  /** Runs `work` with a pool of the configured database and closes it. */
  withDatabase<T>(work: (pool: Pool) => Promise<T>): Promise<T>;
}

export function createContext(config: Config, streams: Streams): Context {
  const progress = createProgress(streams.stderr);
  const signal = streams.signal ?? new AbortController().signal;
  return {
    config,
    stdout: streams.stdout,
    stdin: streams.stdin,
    signal,
    print: (line) => void streams.stdout.write(`${line}\n`),
    say(line) {
      progress.clear();
      streams.stderr.write(`${line}\n`);
    },
    confirm(question) {
      progress.clear();
      return confirm(question, streams.stdin, streams.stderr, signal);
    },
    progress,
    async withDatabase(work) {
      const url = config.databaseUrl;
      const pool = createPool(url, { connectionLimit: 4, applicationName: 'kanban-cli' });
      const endWatch = killWhenStopped(pool, url, signal);
      try {
        return await work(pool);
      } finally {
        endWatch();
        // Rejects when a stop has closed it already.
        await pool.end().catch(() => {});
      }
    },
  };
}
