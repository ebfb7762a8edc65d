import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A program of the checkout by its path there, or of another one by its whole path, run as its users run it. */
export function startProgram(
  path: string,
  args: readonly string[],
  env: Record<string, string>,
): ChildProcess {
  return spawn(process.execPath, [resolve(root, path), ...args], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Runs a `kanban` command to its end. Throws when it fails. */
export async function kanban(args: readonly string[], databaseUrl: string): Promise<void> {
  const child = startProgram('apps/cli/src/main.ts', args, { DATABASE_URL: databaseUrl });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`kanban ${args.join(' ')} ended with ${code}`);
}

/** SIGTERM, and waits for the end. */
export async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
