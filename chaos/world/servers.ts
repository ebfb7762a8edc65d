import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDatabase } from '../../scripts/servers/database.mjs';
import type { DatabaseServer } from '../../scripts/servers/find-binary.mjs';
import { freePort } from '../../scripts/servers/free-port.mjs';
import { startRedis } from '../../scripts/servers/redis.mjs';
import type { MailBehaviour } from '../mail/behaviour.ts';
import { createProcess, type Process } from './process.ts';

export interface Binaries {
  readonly database: DatabaseServer;
  readonly redis: string;
}

export interface MailProcess extends Process {
  /** Also of a server that is started later. */
  behave(behaviour: MailBehaviour): void;
}

export interface Servers {
  readonly database: Process;
  readonly redis: Process;
  readonly mail: MailProcess;
  readonly adminUrl: string;
  readonly redisUrl: string;
  readonly smtpUrl: string;
}

/** Starts the run's own servers, each with a new data folder and the guarantees of a real one: what it says is on disk is. */
export async function startServers(
  binaries: Binaries,
  folder: string,
  journal: string,
  found: (what: string) => void,
): Promise<Servers> {
  const places = { runDir: join(folder, 'run'), logDir: join(folder, 'log') };
  let [adminUrl, redisUrl] = ['', ''];
  const database = createProcess(
    'database',
    async () => {
      const dataDir = join(folder, 'data/database');
      const started = await startDatabase({
        name: 'database',
        server: binaries.database,
        dataDir,
        ...places,
      });
      adminUrl = started.adminUrl;
      return started;
    },
    found,
  );
  const redis = createProcess(
    'redis',
    async () => {
      const started = await startRedis({
        binary: binaries.redis,
        dataDir: join(folder, 'data/redis'),
        ...places,
      });
      redisUrl = started.url;
      return started;
    },
    found,
  );
  const port = await freePort();
  const mail = createMailProcess(port, journal, found);
  await Promise.all([database.start(), redis.start(), mail.start()]);
  return { database, redis, mail, adminUrl, redisUrl, smtpUrl: `smtp://127.0.0.1:${port}` };
}

function createMailProcess(port: number, journal: string, found: (what: string) => void): MailProcess {
  let behaviour: MailBehaviour = 'accept';
  let tell: (behaviour: MailBehaviour) => void = () => {};
  const launch = async () => {
    const file = fileURLToPath(new URL('../mail/server.ts', import.meta.url));
    const child = fork(file, [String(port), journal], {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const exited = once(child, 'exit');
    child.on('error', () => {});
    // A line to a server that was killed breaks; the next one is told at its start.
    tell = (now) => child.connected && child.send(now, () => {});
    await Promise.race([once(child, 'message'), exited]);
    tell(behaviour);
    return { pid: child.pid as number, exited };
  };
  return {
    ...createProcess('mail', launch, found),
    behave(now) {
      behaviour = now;
      tell(now);
    },
  };
}
