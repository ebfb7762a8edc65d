import { findBrowser } from './browser.mjs';
import { findBinary, findDatabaseServers } from './find-binary.mjs';
import { findGalera } from './galera.mjs';
import { installPackages } from './install-packages.mjs';
import { mysqlTree } from './mysql-tree.mjs';
import { findPostfix } from './postfix.mjs';

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
    ...(findBinary('promtool') ? [] : ['prometheus']),
  ];
  const [{ server: mysql, reason: noMysql }, noPackages] = await Promise.all([
    before.mysql ? { server: before.mysql } : given.flavour === 'mysql' ? {} : mysqlTree({ log }),
    wanted.length > 0 ? installPackages(wanted, { log }) : undefined,
  ]);
  // One by one: another mail server in the way of Postfix must not keep the rest from being installed.
  const noGalera = findGalera() ? undefined : await installPackages(['galera'], { log });
  const noPostfix = findPostfix() ? undefined : await installPackages(['postfix'], { log });

  const { mariadb } = findDatabaseServers();
  const [redis, chromium] = [redisBinary(), findBrowser()];
  const missing = [
    noPackages && `Not everything could be installed: ${noPackages}.`,
    noMysql && `The database tests run without MySQL: ${noMysql}.`,
    !mariadb &&
      given.flavour !== 'mariadb' &&
      'The database tests run without MariaDB: there is no mariadbd.',
    !findBinary('promtool') && 'The alert rules are not checked: there is no promtool.',
    !findGalera() && `The Galera tests are skipped: ${noGalera ?? 'there is no MariaDB with Galera'}.`,
    !findPostfix() && `The Postfix tests are skipped: ${noPostfix ?? 'Postfix needs root or sudo'}.`,
    !findBinary('redis-server', 'valkey-server') &&
      'The Sentinel and Cluster tests are skipped: there is no Redis.',
    !chromium && 'The browser tests are skipped: there is no Chromium.',
  ].filter(Boolean);
  return { mariadb, mysql, redis, chromium, missing };
}

function redisBinary() {
  return findBinary('valkey-server', 'redis-server');
}
