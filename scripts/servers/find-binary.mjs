import { execFileSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Servers live where a user's PATH often does not look. */
const SERVER_FOLDERS = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/libexec',
  '/usr/local/mysql/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
];

/** The path of the first of `names` (bare or absolute) that is an executable file, or undefined. */
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

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The oldest versions this project is for. */
const OLDEST = { mysql: [8, 4], mariadb: [10, 11] };

/**
 * The database servers of this machine: `{ mysql, mariadb }`, each `{ flavour, command, options }` or
 * undefined; `mysql` is MySQL proper, Percona Server included. The name of the file says nothing: Debian's
 * MariaDB also installs a `mysqld`, so the version text decides. Versions that are too old do not count.
 */
export function findDatabaseServers() {
  const found = ['mariadbd', 'mysqld']
    .map((name) => findBinary(name))
    .filter(Boolean)
    .map((path) => ({ flavour: flavourOf(path), command: [path], options: [] }));
  const first = (flavour) => found.find((one) => one.flavour === flavour);
  return { mysql: first('mysql'), mariadb: first('mariadb') };
}

function flavourOf(path) {
  try {
    const text = execFileSync(path, ['--no-defaults', '--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const flavour = /mariadb/i.test(text) ? 'mariadb' : 'mysql';
    const [, major, minor] = /Ver (\d+)\.(\d+)/.exec(text) ?? [];
    const [oldestMajor, oldestMinor] = OLDEST[flavour];
    const recent = major > oldestMajor || (Number(major) === oldestMajor && minor >= oldestMinor);
    return recent ? flavour : undefined;
  } catch {
    return undefined;
  }
}
