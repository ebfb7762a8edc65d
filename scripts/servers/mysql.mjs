import { rmSync, writeFileSync } from 'node:fs';
import { asRoot } from './as-root.mjs';
import { runToEnd } from './run-to-end.mjs';

/** @import { DatabaseServer } from './find-binary.mjs' */

/**
 * Makes a data folder with user root (no password, loopback only) and the database `kanban`.
 * @param {DatabaseServer} server
 * @param {string} dataDir
 * @param {readonly string[]} settings
 */
export async function initialiseMysql({ command, options }, dataDir, settings) {
  const initFile = `${dataDir}.sql`;
  writeFileSync(initFile, 'CREATE DATABASE kanban CHARACTER SET utf8mb4;\n');
  await runToEnd([
    ...command,
    '--no-defaults',
    '--initialize-insecure',
    ...asRoot(),
    `--datadir=${dataDir}`,
    `--init-file=${initFile}`,
    ...options,
    ...settings,
  ]);
  rmSync(initFile);
}

export const mysqlSettings = {
  always: [
    '--skip-log-bin',
    '--log-bin-trust-function-creators=1',
    '--character-set-server=utf8mb4',
    '--secure-file-priv=',
    '--mysqlx=OFF',
    // The loopback needs no certificates; making them takes longer than all else.
    '--auto-generate-certs=OFF',
  ],
  small: ['--innodb-redo-log-capacity=96M'],
  // An import of a million rows runs through 96 MB faster than it is written back, and 9.7 was seen to end over it.
  large: ['--innodb-redo-log-capacity=1G'],
  careless: ['--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0'],
};
