import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { freePort } from '../../../../scripts/servers/free-port.mjs';

const apiMain = fileURLToPath(new URL('../../../metrics-api/src/main.ts', import.meta.url));

export interface RealApi {
  readonly url: string;
  stop(): Promise<void>;
}

/** The metrics API as a process of its own on a test database, ready to answer. */
export async function startApi(databaseUrl: string): Promise<RealApi> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const api = spawn(process.execPath, [apiMain], {
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: port, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const isReady = () =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await vi.waitUntil(isReady, { timeout: 30_000 });
  return {
    url,
    async stop() {
      if (api.exitCode !== null) return;
      const ended = once(api, 'exit');
      api.kill('SIGTERM');
      await ended;
    },
  };
}
