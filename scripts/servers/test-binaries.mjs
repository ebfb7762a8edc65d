import { findBrowser } from './browser.mjs';
import { debianTree } from './debian-tree.mjs';
import { findBinary, findDatabaseServers } from './find-binary.mjs';
import { findGalera } from './galera.mjs';
import { installPackages } from './install-packages.mjs';
import { findPostfix } from './postfix.mjs';

/** @import { Wanted } from './install-packages.mjs' */

/**
 * What this machine can run the tests with. Installs or fetches
 * what is not there, saying so first; `missing` holds a sentence with the reason for each that cannot be had.
 * given: addresses in the environment, which make the program of that kind unnecessary.
 * @param {{ given: { flavour?: string | undefined, redisUrl?: string | undefined }, log: (line: string) => void }} options
 */
export async function findTestBinaries({ given, log }) {
  const before = findDatabaseServers();
  /** @type {Wanted[]} */
  const wanted = [];
  if (!before.mariadb && given.flavour !== 'mariadb') wanted.push('database');
  if (!findBinary('mariadb-dump', 'mysqldump')) wanted.push('dump');
  if (!redisBinary() && !given.redisUrl) wanted.push('redis');
  if (!findBrowser()) wanted.push('browser');
  if (!findBinary('promtool')) wanted.push('prometheus');
  if (!findBinary('nginx')) wanted.push('nginx');
  if (!findBinary('caddy')) wanted.push('caddy');
  const [{ server: mysql, reason: noMysql }, { server: newMariadb, reason: noNewMariadb }, noPackages] =
    await Promise.all([
      before.mysql
        ? { server: before.mysql, reason: undefined }
        : given.flavour === 'mysql'
          ? { reason: undefined }
          : debianTree('mysql', { log }),
      debianTree('mariadb-11.8', { log }),
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
    noNewMariadb && `The database tests run without MariaDB 11.8: ${noNewMariadb}.`,
    !mariadb &&
      given.flavour !== 'mariadb' &&
      'The database tests run without MariaDB: there is no mariadbd.',
    !findBinary('promtool') && 'The alert rules are not checked: there is no promtool.',
    !(findBinary('nginx') && findBinary('caddy')) &&
      'The files for web servers are not run: nginx or Caddy is missing.',
    !findGalera() && `The Galera tests are skipped: ${noGalera ?? 'there is no MariaDB with Galera'}.`,
    !findPostfix() && `The Postfix tests are skipped: ${noPostfix ?? 'Postfix needs root or sudo'}.`,
    !findBinary('redis-server', 'valkey-server') &&
      'The Sentinel and Cluster tests are skipped: there is no Redis.',
    !chromium && 'The browser tests are skipped: there is no Chromium.',
  ].filter((sentence) => typeof sentence === 'string');
  return { mariadb, 'mariadb-11.8': newMariadb, mysql, redis, chromium, missing };
}

function redisBinary() {
  return findBinary('valkey-server', 'redis-server');
}
