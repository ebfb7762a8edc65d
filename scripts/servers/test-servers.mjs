import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { startDatabase } from './database.mjs';
import { findBinary, findDatabaseServers } from './find-binary.mjs';
import { installPackages } from './install-packages.mjs';
import { mysqlTree } from './mysql-tree.mjs';
import { stopLeftovers } from './pid-file.mjs';
import { startRedis } from './redis.mjs';

/**
 * Starts every server the tests can use on this machine, each with a new, empty data folder: MariaDB, MySQL
 * proper, Redis; and looks for a browser. Installs what is missing, saying so first. What cannot be had is
 * said with its reason; without any database or Redis it throws.
 *
 * folder: for pid files and logs. Writes `{ servers: [{ name, adminUrl }], redisUrl, chromium }` to `file`
 * and resolves to `{ missing: [sentence], stop() }`.
 */
export async function startTestServers({ folder, file, log }) {
  const runDir = join(folder, 'run');
  await stopLeftovers(runDir, { log });
  const dataDir = dataFolder(folder);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });

  const missing = [];
  const present = findDatabaseServers();
  const tree = present.mysql ? { server: present.mysql } : mysqlTree({ log });
  const reason = await installMissing(present, log);
  if (reason) missing.push(`Not everything could be installed: ${reason}.`);
  const { server: mysql, reason: noMysql } = await tree;
  if (!mysql) missing.push(`The database tests run without MySQL: ${noMysql}.`);
  const { mariadb } = findDatabaseServers();
  if (!mariadb) missing.push('The database tests run without MariaDB: there is no mariadbd.');
  const chromium = findBrowser();
  if (!chromium) missing.push('The browser tests are skipped: there is no Chromium.');
  const redis = findBinary('valkey-server', 'redis-server');
  if (!redis || !(mysql || mariadb)) throw new Error(missing.join('\n') || 'There is no redis-server.');

  const places = { runDir, logDir: join(folder, 'log') };
  const databases = [
    { name: 'mariadb', server: mariadb },
    { name: 'mysql', server: mysql },
  ].filter(({ server }) => server);
  const started = await Promise.allSettled([
    startRedis({ binary: redis, dataDir: join(dataDir, 'redis'), persistent: false, ...places }),
    ...databases.map((one) =>
      startDatabase({ ...one, dataDir: join(dataDir, one.name), careless: true, ...places }),
    ),
  ]);
  const running = started.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
  async function stop() {
    rmSync(file, { force: true });
    // The data is thrown away: nothing needs to be written down first.
    await Promise.all(running.map((child) => child.stop(0)));
    rmSync(dataDir, { recursive: true, force: true });
  }
  const failed = started.find(({ status }) => status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const [{ url: redisUrl }, ...servers] = running;
  const answer = { servers: servers.map(({ name, adminUrl }) => ({ name, adminUrl })), redisUrl, chromium };
  writeFileSync(file, `${JSON.stringify(answer, null, 2)}\n`);
  return { ...answer, missing, stop };
}

async function installMissing({ mariadb }, log) {
  const wanted = [
    ...(mariadb ? [] : ['database']),
    ...(findBinary('valkey-server', 'redis-server') ? [] : ['redis']),
    ...(findBrowser() ? [] : ['browser']),
  ];
  return wanted.length > 0 ? await installPackages(wanted, { log }) : undefined;
}

/** Memory where there is plenty of it, since tests make and drop many databases; else the checkout's disk. */
function dataFolder(folder) {
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
