import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { asRoot } from './as-root.mjs';

/** Makes a data folder with user root (no password, loopback only) and the database `kanban`. */
export function initialiseMysql({ command, options }, dataDir, settings) {
  const initFile = `${dataDir}.sql`;
  writeFileSync(initFile, 'CREATE DATABASE kanban CHARACTER SET utf8mb4;\n');
  const [file, ...args] = command;
  const result = spawnSync(
    file,
    [
      ...args,
      '--no-defaults',
      '--initialize-insecure',
      ...asRoot(),
      `--datadir=${dataDir}`,
      `--init-file=${initFile}`,
      ...options,
      ...settings,
    ],
    { encoding: 'utf8' },
  );
  if (result.status !== 0) throw new Error(`mysqld --initialize failed:\n${result.error ?? result.stderr}`);
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
  careless: ['--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0'],
};
