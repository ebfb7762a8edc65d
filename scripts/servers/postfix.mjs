import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootPrefix } from './as-root.mjs';
import { findBinary } from './find-binary.mjs';
import { freePort } from './free-port.mjs';
import { launch, tailOf } from './launch.mjs';
import { firstBytes, isSoon } from './until.mjs';

const run = promisify(execFile);

/** Debian's own services, without its chroot (which needs copies of files in the queue's folder). */
const SERVICES = `
pickup    unix      n - n 60  1 pickup
cleanup   unix      n - n -   0 cleanup
qmgr      unix      n - n 300 1 qmgr
tlsmgr    unix      - - n 1000? 1 tlsmgr
rewrite   unix      - - n -   - trivial-rewrite
bounce    unix      - - n -   0 bounce
defer     unix      - - n -   0 bounce
trace     unix      - - n -   0 bounce
verify    unix      - - n -   1 verify
flush     unix      n - n 1000? 0 flush
proxymap  unix      - - n -   - proxymap
smtp      unix      - - n -   - smtp
relay     unix      - - n -   - smtp
showq     unix      n - n -   - showq
error     unix      - - n -   - error
retry     unix      - - n -   - error
discard   unix      - - n -   - discard
local     unix      - n n -   - local
anvil     unix      - - n -   1 anvil
scache    unix      - - n -   1 scache
postlog   unix-dgram n - n -  1 postlogd
`;

/** The path of Postfix's command, or undefined where it is not installed or nobody may start it. */
export function findPostfix() {
  return rootPrefix() ? findBinary('postfix') : undefined;
}

/** @param {readonly string[]} command */
function runAll([file = '', ...args]) {
  return run(file, args);
}

/** @typedef {Awaited<ReturnType<typeof startPostfix>>} Postfix */

/**
 * Starts a separate Postfix on a free port of the loopback, with the configuration in `mainCf`. Its queue, its log and its mailboxes
 * (one Maildir per account below `mail`) are in a new temporary folder, because its daemons change to accounts that may not read a
 * checkout. Needs root, or sudo without a password.
 * Resolves when it greets. `mailbox` is an account of this machine whose mails `mails()` can read.
 * `settings` replace those in `mainCf`.
 * @param {{ mainCf: string, settings?: Readonly<Record<string, string>> }} options
 */
export async function startPostfix({ mainCf, settings = {} }) {
  const [prefix, binary] = [rootPrefix(), findPostfix()];
  if (!prefix || !binary) throw new Error('There is no Postfix that this user may start.');
  const folder = mkdtempSync(join(tmpdir(), 'kanban-postfix-'));
  chmodSync(folder, 0o755);
  const [config, mail, logFile] = [join(folder, 'etc'), join(folder, 'mail'), join(folder, 'postfix.log')];
  for (const name of ['etc', 'queue', 'data']) mkdirSync(join(folder, name));
  mkdirSync(mail);
  chmodSync(mail, 0o1777);
  const port = await freePort();
  const runDir = mkdtempSync(join(tmpdir(), 'kanban-postfix-run-'));
  const places = {
    queue_directory: join(folder, 'queue'),
    data_directory: join(folder, 'data'),
    maillog_file: logFile,
    maillog_file_prefixes: folder,
    mail_spool_directory: `${mail}/`,
    alias_maps: '',
    alias_database: '',
    ...settings,
  };
  // Postfix warns of a name that is set twice.
  const given = mainCf.split('\n').filter((line) => !(String(line.split(' ')[0]) in places));
  const ours = Object.entries(places).map(([name, value]) => `${name} = ${value}`);
  writeFileSync(join(config, 'main.cf'), [...given, ...ours, ''].join('\n'));
  writeFileSync(join(config, 'master.cf'), `127.0.0.1:${port} inet n - n - - smtpd${SERVICES}`);

  /** @param {string} name */
  const command = (name) => [...prefix, binary, '-c', config, name];
  /** @param {string[]} args */
  const root = (...args) => runAll([...prefix, ...args]);
  /** @param {string} name */
  const control = (name) => runAll(command(name));
  // The folder of the data must belong to Postfix, everything else to root.
  await root('chown', '-R', 'root:root', folder);
  await root('chown', 'postfix', join(folder, 'data'));

  async function start() {
    /** @type {string[]} */
    const printed = [];
    const child = launch({
      name: 'postfix',
      runDir,
      onLine: (line) => printed.push(line),
      command: command('start-fg'),
    });
    const greets = async () => !child.running() || String(await firstBytes(port)).startsWith('220');
    if (!(await isSoon(greets, 20_000)) || !child.running()) {
      throw new Error(`Postfix did not start: ${[...printed, tailOf(logFile)].join('\n')}`);
    }
    return child;
  }

  let child = await start();
  const mailbox = process.getuid?.() === 0 ? 'daemon' : userInfo().username;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mailbox,
    /** The mails in an account's mailbox, oldest first. */
    mails() {
      const arrived = join(mail, mailbox, 'new');
      if (!existsSync(arrived)) return [];
      return readdirSync(arrived)
        .sort()
        .map((name) => readFileSync(join(arrived, name), 'utf8'));
    },
    log: () => readFileSync(logFile, 'utf8'),
    /** Tries what is deferred at once, rather than when its time has come. */
    flush: () => control('flush'),
    async stop() {
      // Behind sudo the process that was launched is not Postfix itself.
      await control('stop').catch(() => {});
      await child.stop();
    },
    async startAgain() {
      child = await start();
    },
    async remove() {
      await this.stop();
      await root('rm', '-rf', folder, runDir);
    },
  };
}
