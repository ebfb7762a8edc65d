import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../paths.mjs';
import { findBinary } from './find-binary.mjs';
import { freePort } from './free-port.mjs';

const exec = promisify(execFile);

/**
 * Database and Redis in containers, from this checkout's docker-compose.yml, published on free ports of the
 * loopback. Resolves to `{ databaseUrl, redisUrl, stop() }` or, where it cannot be done, `{ reason }`.
 * `stop()` keeps the data (a volume); with `discard` everything goes.
 * @param {{ project: string, log: (line: string) => void, discard?: boolean }} options
 */
export async function composeServers({ project, log, discard = false }) {
  const docker = findBinary('docker');
  if (!docker) return { reason: 'there is no docker' };
  if (spawnSync(docker, ['info'], { stdio: 'ignore', timeout: 20_000 }).status !== 0) {
    return { reason: 'docker is installed, but no Docker engine answers this user' };
  }
  const env = {
    ...process.env,
    DATABASE_PORT: String(await freePort()),
    REDIS_PORT: String(await freePort()),
    KANBAN_ADMIN_PASSWORD: 'kanban',
  };
  /** @param {string[]} args */
  const compose = async (...args) => {
    const file = join(ROOT, 'docker-compose.yml');
    await exec(docker, ['compose', '-p', project, '-f', file, ...args], { env, maxBuffer: 1 << 28 });
  };
  log('Starting database and Redis with Docker Compose (the first time, it fetches their images) ...');
  try {
    await compose('up', '--detach', '--wait', 'database', 'redis');
  } catch (error) {
    return { reason: `docker compose failed: ${String(error.stderr || error.message).trim()}` };
  }
  return {
    databaseUrl: `mysql://root:${env.KANBAN_ADMIN_PASSWORD}@127.0.0.1:${env.DATABASE_PORT}/kanban`,
    redisUrl: `redis://127.0.0.1:${env.REDIS_PORT}/0`,
    stop: () => (discard ? compose('down', '--volumes') : compose('stop', '--timeout', '5')),
  };
}
