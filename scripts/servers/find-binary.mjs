import { execFileSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * @typedef {object} DatabaseServer A program of this machine that speaks MySQL, and how it is called.
 * @property {'mariadb' | 'mysql'} flavour
 * @property {readonly string[]} command
 * @property {readonly string[]} options
 */

/** Servers live where a user's PATH often does not look. */
const SERVER_FOLDERS = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/libexec',
  '/usr/local/mysql/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
];

/**
 * The path of the first of `names` (bare or absolute) that is an executable file, or undefined.
 * @param {string[]} names
 */
export function findBinary(...names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SERVER_FOLDERS].filter(Boolean);
  for (const name of names) {
    for (const folder of isAbsolute(name) ? [''] : folders) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  return undefined;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The oldest versions this project is for. */
const OLDEST = { mysql: { major: 8, minor: 4 }, mariadb: { major: 10, minor: 11 } };

/**
 * The database servers of this machine, each undefined where it is not there; `mysql` is MySQL proper, Percona Server
 * included. The name of the file says nothing: Debian's MariaDB also installs a `mysqld`, so the version text decides.
 * Versions that are too old do not count.
 */
export function findDatabaseServers() {
  const found = ['mariadbd', 'mysqld']
    .flatMap((name) => findBinary(name) ?? [])
    .flatMap((path) => {
      const flavour = flavourOf(path);
      return flavour ? [{ flavour, command: [path], options: [] }] : [];
    });
  /** @param {DatabaseServer['flavour']} flavour @returns {DatabaseServer | undefined} */
  const first = (flavour) => found.find((one) => one.flavour === flavour);
  return { mysql: first('mysql'), mariadb: first('mariadb') };
}

/**
 * @param {string} path
 * @returns {DatabaseServer['flavour'] | undefined}
 */
function flavourOf(path) {
  try {
    const text = execFileSync(path, ['--no-defaults', '--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const flavour = /mariadb/i.test(text) ? 'mariadb' : 'mysql';
    const [, major, minor] = /Ver (\d+)\.(\d+)/.exec(text)?.map(Number) ?? [];
    if (major === undefined || minor === undefined) return undefined;
    const oldest = OLDEST[flavour];
    const isRecent = major > oldest.major || (major === oldest.major && minor >= oldest.minor);
    return isRecent ? flavour : undefined;
  } catch {
    return undefined;
  }
}
