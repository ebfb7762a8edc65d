import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServers } from './compose.mjs';
import { startDatabase } from './database.mjs';
import { givenAddress, givenFlavour } from './given.mjs';
import { stopLeftovers } from './pid-file.mjs';
import { startRedis } from './redis.mjs';
import { findTestBinaries } from './test-binaries.mjs';

/**
 * Starts every server the tests can use on this machine, each with a new, empty data folder: MariaDB, MySQL
 * proper, Redis. What cannot be had is said with its reason; without any database or Redis it throws.
 *
 * folder: for pid files and logs. careful: data on disk with the guarantees of a real server, and more memory
 * for it, for measuring; else the data is in memory where there is plenty.
 * Writes `{ servers: [{ name, adminUrl }], redisUrl, chromium }` to `file` and resolves to the same with
 * `missing` (sentences) and `stop()`.
 */
export async function startTestServers({ folder, file, log, careful = false }) {
  const runDir = join(folder, 'run');
  await stopLeftovers(runDir, { log });
  const dataDir = careful ? join(folder, 'data') : memoryFolder(folder);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });

  const given = await givenServers();
  const found = await findTestBinaries({ given, log });
  const places = { runDir, logDir: join(folder, 'log') };
  const settings = { careless: !careful, large: careful, bufferPoolMb: careful ? 1024 : 256, ...places };
  const databases = ['mariadb', 'mysql'].filter((name) => found[name] && name !== given.flavour);
  const [redis, ...started] = await Promise.allSettled([
    found.redis && !given.redisUrl
      ? startRedis({ binary: found.redis, dataDir: join(dataDir, 'redis'), persistent: false, ...places })
      : undefined,
    ...databases.map((name) => {
      return startDatabase({ name, server: found[name], dataDir: join(dataDir, name), ...settings });
    }),
  ]);
  const running = [redis, ...started].map(({ value }) => value).filter(Boolean);
  let stopContainers;
  async function stop() {
    rmSync(file, { force: true });
    // The data is thrown away: nothing needs to be written down first.
    await Promise.all([...running.map((child) => child.stop(0)), stopContainers?.()]);
    rmSync(dataDir, { recursive: true, force: true });
  }

  try {
    for (const { status, reason } of [redis, ...started]) if (status === 'rejected') throw reason;
    const servers = started.map(({ value: { name, adminUrl } }) => ({ name, adminUrl }));
    if (given.databaseUrl) servers.push({ name: given.flavour, adminUrl: adminUrlOf(given.databaseUrl) });
    let redisUrl = given.redisUrl ?? redis.value?.url;
    if (servers.length === 0 || !redisUrl) {
      const containers = await composeServers({ project: 'kanban-flow-test', log, discard: true });
      if (containers.reason)
        throw new Error([...found.missing, `Docker Compose: ${containers.reason}.`].join('\n'));
      stopContainers = containers.stop;
      if (servers.length === 0) servers.push({ name: 'mysql', adminUrl: adminUrlOf(containers.databaseUrl) });
      redisUrl ??= containers.redisUrl;
    }
    const answer = { servers, redisUrl, chromium: found.chromium };
    writeFileSync(file, `${JSON.stringify(answer, null, 2)}\n`, { mode: 0o600 });
    return { ...answer, missing: found.missing, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function givenServers() {
  const databaseUrl = await givenAddress('DATABASE_URL', ['mysql:', 'mariadb:'], 3306);
  const redisUrl = await givenAddress('REDIS_URL', ['redis:', 'rediss:'], 6379);
  return { databaseUrl, redisUrl, flavour: databaseUrl && (await givenFlavour(databaseUrl)) };
}

/** The tests make databases of their own on the server. */
function adminUrlOf(url) {
  return new URL('/', url).href;
}

/** Memory where there is plenty of it, since tests make and drop many databases; else the checkout's disk. */
function memoryFolder(folder) {
  const memory = '/dev/shm';
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize > 4e9) {
      const checkout = createHash('sha256').update(folder).digest('hex').slice(0, 12);
      return join(memory, `kanban-flow-${checkout}`);
    }
  } catch {
    // No such folder here.
  }
  return join(folder, 'data');
}
