import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** The program itself, as a person runs it. */
export async function kanban(databaseUrl: string, ...words: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, ['apps/cli/src/main.ts', ...words], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
}

export interface RunningApi {
  readonly url: string;
  readonly port: number;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** The API as its own process, which says in its log where it listens. */
export function startApi(environment: Record<string, string>): Promise<RunningApi> {
  return startProgram('apps/metrics-api/src/main.ts', { PORT: '0', ...environment });
}

/** The board API; `stop` with SIGKILL is a crash. */
export function startBoardApi(environment: Record<string, string>): Promise<RunningApi> {
  return startProgram('apps/board-api/src/main.ts', { BOARD_PORT: '0', ...environment });
}

async function startProgram(file: string, environment: Record<string, string>): Promise<RunningApi> {
  const child = spawn(process.execPath, [file], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await listeningPort(child);
  return { url: `http://127.0.0.1:${port}/`, port, stop: (signal) => stopped(child, signal) };
}

async function listeningPort(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('The API has no output to read.');
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line) as { msg?: string; port?: number };
    if (entry.msg === 'listening' && entry.port !== undefined) {
      child.stdout.resume();
      return entry.port;
    }
  }
  throw new Error('The API ended before it listened.');
}

function stopped(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
