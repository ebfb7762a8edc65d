import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { composeServers } from './compose.mjs';
import { startDatabase } from './database.mjs';
import { findBinary, findDatabaseServers } from './find-binary.mjs';
import { givenAddress } from './given.mjs';
import { installPackages } from './install-packages.mjs';
import { startRedis } from './redis.mjs';

/**
 * @import { DatabaseServer } from './find-binary.mjs'
 * @import { Wanted } from './install-packages.mjs'
 * @import { Launched } from './launch.mjs'
 *
 * @typedef {object} Provided
 * @property {string} url
 * @property {{ child: Launched, start: () => Promise<Launched> }} [ours] A private server, and how to run it again.
 *
 * @typedef {object} Servers
 * @property {Provided & { isOurs: boolean }} database
 * @property {Provided} redis
 * @property {(() => Promise<void>) | undefined} stopContainers
 *
 * @typedef {{ runDir: string, logDir: string }} Places
 */

/**
 * Database and Redis, whichever way is there first: the addresses given, binaries of the machine, binaries
 * its package manager installs, Docker Compose. Throws with all that was tried, and what to do.
 * `database.isOurs` is false for an address that was given.
 * @param {{ folder: string, log: (line: string) => void }} options
 * @returns {Promise<Servers>}
 */
export async function provideServers({ folder, log }) {
  const [databaseUrl, redisUrl] = await Promise.all([
    givenAddress('DATABASE_URL', ['mysql:', 'mariadb:'], 3306),
    givenAddress('REDIS_URL', ['redis:', 'rediss:'], 6379),
  ]);
  function missing() {
    /** @type {Wanted[]} */
    const names = [];
    if (!databaseUrl && !databaseServer(folder)) names.push('database');
    if (!redisUrl && !redisBinary()) names.push('redis');
    return names;
  }
  const wanted = missing();
  const noPackages = wanted.length > 0 ? await installPackages(wanted, { log }) : undefined;
  const stillMissing = missing();
  /** @type {Partial<Awaited<ReturnType<typeof composeServers>>>} */
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
    givenDatabase ? { url: givenDatabase } : privateDatabase(folder, places),
    givenRedis ? { url: givenRedis } : privateRedis(folder, places),
  ]);
  return { database: { ...database, isOurs: !databaseUrl }, redis, stopContainers: containers.stop };
}

/** @param {string} folder @param {Places} places */
async function privateDatabase(folder, places) {
  const server = databaseServer(folder);
  if (!server) throw new Error('There is no database server to run.');
  const dataDir = join(folder, 'data', server.flavour);
  const start = () => startDatabase({ name: 'database', server, dataDir, ...places });
  const child = await start();
  return { url: child.url, ours: { child, start } };
}

/** @param {string} folder @param {Places} places */
async function privateRedis(folder, places) {
  const binary = redisBinary();
  if (!binary) throw new Error('There is no Redis server to run.');
  const start = () => startRedis({ binary, dataDir: join(folder, 'data/redis'), ...places });
  const child = await start();
  return { url: child.url, ours: { child, start } };
}

/**
 * MySQL proper before MariaDB, but before both the one that has this checkout's data already.
 * @param {string} folder
 */
function databaseServer(folder) {
  const { mysql, mariadb } = findDatabaseServers();
  /** @param {DatabaseServer | undefined} server */
  const hasData = (server) => server && existsSync(join(folder, 'data', server.flavour));
  return [mysql, mariadb].find(hasData) ?? mysql ?? mariadb;
}

function redisBinary() {
  return findBinary('valkey-server', 'redis-server');
}

/**
 * @param {readonly string[]} missing
 * @param {string | undefined} noPackages
 * @param {string | undefined} noContainers
 */
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
