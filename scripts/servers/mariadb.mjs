import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { asRoot } from './as-root.mjs';
import { runToEnd } from './run-to-end.mjs';

/** @import { DatabaseServer } from './find-binary.mjs' */

/** What MariaDB itself says a new data folder needs; its help texts and `sys` views are left out (8 s saved). */
const FIRST_TABLES = 'mariadb_system_tables.sql';
const SYSTEM_TABLES = [
  FIRST_TABLES,
  'mariadb_performance_tables.sql',
  'mariadb_system_tables_data.sql',
  'maria_add_gis_sp_bootstrap.sql',
];

/**
 * Makes a data folder with user root (no password, loopback only) and the database `kanban`.
 * Debian's mariadb-server-core has mariadb-install-db without the program it calls first
 * (my_print_defaults), so this does the same with `mariadbd --bootstrap`.
 * @param {DatabaseServer} server
 * @param {string} dataDir
 * @param {readonly string[]} settings
 */
export async function initialiseMariadb({ command, options }, dataDir, settings) {
  const share = shareFolder(String(command.at(-1)));
  const sql = [
    'CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n',
    // As mariadb-install-db does when the host's name is of no interest.
    ...SYSTEM_TABLES.map((file) => withoutHostname(readFileSync(fileIn(share, file), 'utf8'))),
    '\nCREATE DATABASE kanban CHARACTER SET utf8mb4;\n',
  ].join('\n');
  mkdirSync(dataDir, { recursive: true });
  await runToEnd(
    [
      ...command,
      '--no-defaults',
      '--bootstrap',
      ...asRoot(),
      `--datadir=${dataDir}`,
      '--log-warnings=0',
      '--max-allowed-packet=8M',
      '--net-buffer-length=16K',
      ...options,
      ...settings,
    ],
    { input: sql },
  );
}

/** @param {string} sql */
function withoutHostname(sql) {
  return sql
    .split('\n')
    .filter((line) => !line.includes('@current_hostname'))
    .join('\n');
}

/** @param {string} binary */
function shareFolder(binary) {
  const prefix = resolve(dirname(binary), '..');
  const found = ['share/mysql', 'share/mariadb', 'share']
    .map((folder) => join(prefix, folder))
    .find((folder) => existsSync(fileIn(folder, FIRST_TABLES)));
  if (!found) throw new Error(`MariaDB's system tables (${FIRST_TABLES}) are not below ${prefix}/share.`);
  return found;
}

/**
 * Before 11, the files were called mysql_*.
 * @param {string} folder
 * @param {string} name
 */
function fileIn(folder, name) {
  const file = join(folder, name);
  return existsSync(file) ? file : join(folder, name.replace('mariadb_', 'mysql_'));
}

export const mariadbSettings = {
  always: ['--skip-log-bin', '--log-bin-trust-function-creators=1', '--character-set-server=utf8mb4'],
  small: ['--innodb-log-file-size=96M', '--innodb-log-buffer-size=8M'],
  large: ['--innodb-log-file-size=1G'],
  careless: ['--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0', '--sync-frm=0'],
};
