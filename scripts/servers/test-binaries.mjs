import { findBrowser } from './browser.mjs';
import { findBinary, findDatabaseServers } from './find-binary.mjs';
import { installPackages } from './install-packages.mjs';
import { mysqlTree } from './mysql-tree.mjs';

/**
 * What this machine can run the tests with: `{ mariadb, mysql, redis, chromium, missing }`. Installs what is
 * not there, saying so first; `missing` holds a sentence with the reason for each that cannot be had.
 * given: addresses in the environment, which make the program of that kind unnecessary.
 */
export async function findTestBinaries({ given, log }) {
  const before = findDatabaseServers();
  const wanted = [
    ...(before.mariadb || given.flavour === 'mariadb' ? [] : ['database']),
    ...(findBinary('mariadb-dump', 'mysqldump') ? [] : ['dump']),
    ...(redisBinary() || given.redisUrl ? [] : ['redis']),
    ...(findBrowser() ? [] : ['browser']),
  ];
  const [{ server: mysql, reason: noMysql }, noPackages] = await Promise.all([
    before.mysql ? { server: before.mysql } : given.flavour === 'mysql' ? {} : mysqlTree({ log }),
    wanted.length > 0 ? installPackages(wanted, { log }) : undefined,
  ]);

  const { mariadb } = findDatabaseServers();
  const [redis, chromium] = [redisBinary(), findBrowser()];
  const missing = [
    noPackages && `Not everything could be installed: ${noPackages}.`,
    noMysql && `The database tests run without MySQL: ${noMysql}.`,
    !mariadb &&
      given.flavour !== 'mariadb' &&
      'The database tests run without MariaDB: there is no mariadbd.',
    !chromium && 'The browser tests are skipped: there is no Chromium.',
  ].filter(Boolean);
  return { mariadb, mysql, redis, chromium, missing };
}

function redisBinary() {
  return findBinary('valkey-server', 'redis-server');
}
