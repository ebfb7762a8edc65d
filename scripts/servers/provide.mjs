import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { composeServers } from './compose.mjs';
import { startDatabase } from './database.mjs';
import { findBinary, findDatabaseServers } from './find-binary.mjs';
import { givenAddress } from './given.mjs';
import { installPackages } from './install-packages.mjs';
import { startRedis } from './redis.mjs';

/**
 * Database and Redis, whichever way is there first: the addresses given, binaries of the machine, binaries
 * its package manager installs, Docker Compose. Throws with all that was tried, and what to do.
 *
 * Resolves to `{ database, redis, stop }`, both with `{ url, start?, child? }`: `start()` runs a private
 * server again after it ended by itself. `database.isOurs` is false for an address that was given.
 */
export async function provideServers({ folder, log }) {
  const [databaseUrl, redisUrl] = await Promise.all([
    givenAddress('DATABASE_URL', ['mysql:', 'mariadb:'], 3306),
    givenAddress('REDIS_URL', ['redis:', 'rediss:'], 6379),
  ]);
  const missing = () => [
    ...(databaseUrl || databaseServer(folder) ? [] : ['database']),
    ...(redisUrl || redisBinary() ? [] : ['redis']),
  ];
  const wanted = missing();
  const noPackages = wanted.length > 0 ? await installPackages(wanted, { log }) : undefined;
  const stillMissing = missing();
  let containers = {};
  if (stillMissing.length > 0) {
    containers = await composeServers({ project: 'kanban-flow-start', log });
    if (containers.reason) throw new Error(adviceOn(stillMissing, noPackages, containers.reason));
  }

  const places = { runDir: join(folder, 'run'), logDir: join(folder, 'log') };
  const givenDatabase =
    databaseUrl ?? (stillMissing.includes('database') ? containers.databaseUrl : undefined);
  const givenRedis = redisUrl ?? (stillMissing.includes('redis') ? containers.redisUrl : undefined);
  const [database, redis] = await Promise.all([
    givenDatabase ? { url: givenDatabase } : privateDatabase(databaseServer(folder), folder, places),
    givenRedis ? { url: givenRedis } : privateRedis(folder, places),
  ]);
  return { database: { ...database, isOurs: !databaseUrl }, redis, stopContainers: containers.stop };
}

async function privateDatabase(server, folder, places) {
  const dataDir = join(folder, 'data', server.flavour);
  const start = () => startDatabase({ name: 'database', server, dataDir, ...places });
  const child = await start();
  return { url: child.url, flavour: server.flavour, start, child };
}

async function privateRedis(folder, places) {
  const start = () => startRedis({ binary: redisBinary(), dataDir: join(folder, 'data/redis'), ...places });
  const child = await start();
  return { url: child.url, start, child };
}

/** MySQL proper before MariaDB, but before both the one that has this checkout's data already. */
function databaseServer(folder) {
  const { mysql, mariadb } = findDatabaseServers();
  const hasData = (server) => server && existsSync(join(folder, 'data', server.flavour));
  return [mysql, mariadb].find(hasData) ?? mysql ?? mariadb;
}

function redisBinary() {
  return findBinary('valkey-server', 'redis-server');
}

function adviceOn(missing, noPackages, noContainers) {
  const what = missing
    .map((one) => (one === 'database' ? 'MySQL or MariaDB server' : 'Redis server'))
    .join(' and no ');
  const variables = missing.map((one) => (one === 'database' ? 'DATABASE_URL' : 'REDIS_URL')).join(' and ');
  return [
    `There is no ${what} to run.`,
    `  ${variables}: not set`,
    '  binaries (mysqld 8.4 or newer, mariadbd 10.11 or newer; valkey-server, redis-server): not on this machine',
    `  package manager: ${noPackages}`,
    `  Docker Compose: ${noContainers}`,
    `Install them, or start Docker, or set ${variables}, and run npm start again.`,
  ].join('\n');
}
