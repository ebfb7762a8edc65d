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
 * Starts every server the tests can use on this machine, each with a new, empty data folder: MariaDB, MariaDB 11.8,
 * MySQL proper, Redis. What cannot be had is said with its reason; without any database or Redis it throws.
 *
 * folder: for pid files and logs. careful: data on disk with the guarantees of a real server, and more memory
 * for it, for measuring, on one MariaDB and MySQL; else the data is in memory where there is plenty.
 * Writes `{ servers: [{ name, adminUrl }], redisUrl, chromium }` to `file` and resolves to the same with
 * `missing` (sentences) and `stop()`.
 * @param {{ folder: string, file: string, log: (line: string) => void, careful?: boolean }} options
 */
export async function startTestServers({ folder, file, log, careful = false }) {
  const runDir = join(folder, 'run');
  await stopLeftovers(runDir, { log });
  const dataDir = careful ? join(folder, 'data') : memoryFolder(folder);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });

  const given = await givenServers();
  const found = await findTestBinaries({ given, log });
  const places = { runDir, logDir: join(folder, 'log') };
  // Tests make hundreds of databases, and MariaDB's memory in many arenas would grow by 20 MB with each, to over 4 GB.
  const env = careful ? process.env : { ...process.env, MALLOC_ARENA_MAX: '2' };
  const settings = { careless: !careful, large: careful, bufferPoolMb: careful ? 1024 : 256, env, ...places };
  /** @type {readonly ('mariadb' | 'mariadb-11.8' | 'mysql')[]} */
  const kinds = careful ? ['mariadb', 'mysql'] : ['mariadb', 'mariadb-11.8', 'mysql'];
  const databases = kinds.flatMap((name) => {
    const server = name === given.flavour ? undefined : found[name];
    return server ? [{ name, server }] : [];
  });
  const [redis, ...started] = await Promise.allSettled([
    found.redis && !given.redisUrl
      ? startRedis({ binary: found.redis, dataDir: join(dataDir, 'redis'), persistent: false, ...places })
      : undefined,
    ...databases.map(({ name, server }) => {
      return startDatabase({ name, server, dataDir: join(dataDir, name), ...settings });
    }),
  ]);
  const running = [redis, ...started].flatMap((one) => (one.status === 'fulfilled' ? (one.value ?? []) : []));
  /** @type {(() => Promise<void>) | undefined} */
  let stopContainers;
  async function stop() {
    rmSync(file, { force: true });
    // The data is thrown away: nothing needs to be written down first.
    await Promise.all([...running.map((child) => child.stop(0)), stopContainers?.()]);
    rmSync(dataDir, { recursive: true, force: true });
  }

  try {
    for (const one of [redis, ...started]) if (one.status === 'rejected') throw one.reason;
    const servers = running.flatMap((one) =>
      'adminUrl' in one ? [{ name: one.name, adminUrl: one.adminUrl }] : [],
    );
    if (given.databaseUrl)
      servers.push({ name: String(given.flavour), adminUrl: adminUrlOf(given.databaseUrl) });
    let redisUrl = given.redisUrl ?? running.find(({ name }) => name === 'redis')?.url;
    if (servers.length === 0 || !redisUrl) {
      const containers = await composeServers({ project: 'kanban-flow-test', log, discard: true });
      if (containers.reason !== undefined)
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

/**
 * The tests make databases of their own on the server.
 * @param {string} url
 */
function adminUrlOf(url) {
  return new URL('/', url).href;
}

/**
 * Memory where there is plenty of it, since tests make and drop many databases; else the checkout's disk.
 * @param {string} folder
 */
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
