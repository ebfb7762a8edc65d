import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { asRoot } from './as-root.mjs';
import { freePort } from './free-port.mjs';
import { launch, tailOf } from './launch.mjs';
import { initialiseMariadb, mariadbSettings } from './mariadb.mjs';
import { initialiseMysql, mysqlSettings } from './mysql.mjs';
import { firstBytes, isSoon } from './until.mjs';

/**
 * @import { DatabaseServer } from './find-binary.mjs'
 *
 * @typedef {object} DatabaseOptions
 * @property {string} name
 * @property {DatabaseServer} server
 * @property {string} dataDir Made when it is not there; a run that is killed while making it leaves nothing of that name.
 * @property {string} runDir
 * @property {string} logDir
 * @property {number} [bufferPoolMb]
 * @property {boolean} [careless] Gives up the disk's guarantees for speed (tests).
 * @property {boolean} [large] With a log that a big import fits into (bench).
 * @property {readonly string[]} [extra] Further options, which have the last word.
 * @property {NodeJS.ProcessEnv} [env] Else that of this process.
 *
 * @typedef {Awaited<ReturnType<typeof startDatabase>>} RunningDatabase
 */

const FLAVOURS = {
  mariadb: { initialise: initialiseMariadb, settings: mariadbSettings },
  mysql: { initialise: initialiseMysql, settings: mysqlSettings },
};

/**
 * Starts a private MySQL-family server on the loopback, on the port it had before if that is free.
 * Resolves when the server greets; `url` names the database `kanban`, both addresses are of user root without a password.
 * @param {DatabaseOptions} options
 */
export async function startDatabase({
  name,
  server,
  dataDir,
  runDir,
  logDir,
  bufferPoolMb = 256,
  careless = false,
  large = false,
  extra = [],
  env,
}) {
  const flavour = FLAVOURS[server.flavour];
  // A server that starts deletes the temporary tables in its folder: in a shared one also those of its neighbours.
  const temporary = `${dataDir}.tmp`;
  mkdirSync(temporary, { recursive: true });
  const settings = [
    `--tmpdir=${temporary}`,
    ...flavour.settings.always,
    ...(large ? flavour.settings.large : flavour.settings.small),
    ...(careless ? flavour.settings.careless : []),
  ];
  if (!existsSync(dataDir)) {
    const unfinished = `${dataDir}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(dirname(unfinished), { recursive: true });
    await flavour.initialise(server, unfinished, settings);
    renameSync(unfinished, dataDir);
  }

  const portFile = `${dataDir}.port`;
  const port = await freePort(existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : undefined);
  writeFileSync(portFile, String(port));
  const socket = socketFile(dataDir, port);
  // A killed server leaves these, and the lock may name a process id that somebody else has by now.
  for (const file of [socket, `${socket}.lock`]) rmSync(file, { force: true });

  const logFile = join(logDir, `${name}.log`);
  const child = launch({
    name,
    runDir,
    logFile,
    env,
    command: [
      ...server.command,
      '--no-defaults',
      ...asRoot(),
      `--datadir=${dataDir}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${socket}`,
      `--pid-file=${join(dataDir, 'server.pid')}`,
      `--innodb-buffer-pool-size=${bufferPoolMb}M`,
      '--max-connections=300',
      ...server.options,
      ...settings,
      ...extra,
    ],
  });
  const greets = async () => !child.running() || (await firstBytes(port))?.[4] === 10;
  if (!(await isSoon(greets, 60_000)) || !child.running()) {
    await child.stop();
    throw new Error(`${server.command.at(-1)} did not start. Its log (${logFile}) ends:\n${tailOf(logFile)}`);
  }
  const adminUrl = `mysql://root@127.0.0.1:${port}/`;
  return { ...child, flavour: server.flavour, port, adminUrl, url: `${adminUrl}kanban` };
}

/**
 * A socket's path may have at most 107 bytes.
 * @param {string} dataDir
 * @param {number} port
 */
function socketFile(dataDir, port) {
  const inside = join(dataDir, 'server.sock');
  return Buffer.byteLength(inside) <= 100 ? inside : join(tmpdir(), `kanban-flow-${port}.sock`);
}
