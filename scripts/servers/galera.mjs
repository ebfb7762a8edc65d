import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { startDatabase } from './database.mjs';
import { findDatabaseServers } from './find-binary.mjs';
import { freePort } from './free-port.mjs';

/**
 * @import { RunningDatabase } from './database.mjs'
 *
 * @typedef {Awaited<ReturnType<typeof startGalera>>['nodes'][number]} GaleraNode
 */

const PROVIDERS = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera/libgalera_smm.so'];

/** `{ server, provider }`: a MariaDB and its replication library; undefined where one of them is not installed. */
export function findGalera() {
  const server = findDatabaseServers().mariadb;
  const provider = PROVIDERS.find((file) => existsSync(file));
  return server && provider ? { server, provider } : undefined;
}

/**
 * What Galera calls to transfer a node's state to a new one. Here the new one has the state that the cluster began with, and
 * the little that happened since is sent by Galera itself (an incremental transfer), so it only has to say so.
 * @param {string} position
 */
function stateTransfer(position) {
  return `#!/bin/sh
for word in "$@"; do
  case "$before $word" in
    '--role joiner') echo 'ready 127.0.0.1:1/same'; echo '${position} 0'; exit 0 ;;
    '--gtid '*) gtid=$word ;;
  esac
  [ "$word" != --bypass ] || bypass=yes
  before=$word
done
[ "$bypass" = yes ] || exit 22
echo "done $gtid"
`;
}

/**
 * A Galera cluster of three nodes on the loopback. All begin with copies of one empty data folder, so that none must send
 * its whole state to another: the galera-4 package is all that MariaDB needs, neither rsync nor mariadb-server.
 * Resolves when every node greets. A node answers questions when it has joined; until then it refuses them with error 1047.
 */
export async function startGalera() {
  const { server, provider } = findGalera() ?? {};
  if (!server) throw new Error('There is no MariaDB with Galera.');
  const folder = mkdtempSync(join(tmpdir(), 'kanban-galera-'));
  /** @param {number} number */
  const dataDir = (number) => join(folder, `data${number}`);
  /** @type {RunningDatabase[]} */
  const children = [];
  const stop = async () => {
    for (const { pid, running } of children) if (pid && running()) process.kill(pid, 'SIGCONT');
    await Promise.all(children.map((child) => child.stop(0)));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const places = await Promise.all([0, 1, 2].map(() => Promise.all([freePort(), freePort()])));
    const members = places.map(([port]) => `127.0.0.1:${port}`);
    /** @param {number} number */
    const start = async (number) => {
      const [port, stateTransferPort] = places[number] ?? [];
      const options = [
        `base_port=${port}`,
        `gmcast.listen_addr=tcp://127.0.0.1:${port}`,
        `ist.recv_addr=127.0.0.1:${stateTransferPort}`,
        'gcache.size=16M',
        // A node that is gone is noticed in two seconds instead of five.
        'evs.keepalive_period=PT0.5S',
        'evs.suspect_timeout=PT2S',
        'evs.inactive_timeout=PT4S',
      ];
      const child = await startDatabase({
        name: `galera${number}`,
        server,
        dataDir: dataDir(number),
        runDir: join(folder, 'run'),
        logDir: folder,
        bufferPoolMb: 48,
        careless: true,
        env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` },
        extra: [
          '--wsrep-on=ON',
          `--wsrep-provider=${provider}`,
          `--wsrep-provider-options=${options.join(';')}`,
          `--wsrep-cluster-address=gcomm://${number === 0 ? '' : members.join(',')}`,
          '--wsrep-cluster-name=kanban',
          '--wsrep-node-address=127.0.0.1',
          '--wsrep-sst-method=same',
          '--binlog-format=ROW',
          '--innodb-autoinc-lock-mode=2',
          '--innodb-log-file-size=32M',
          '--performance-schema=OFF',
        ],
      });
      children.push(child);
      /** @param {'SIGKILL' | 'SIGSTOP' | 'SIGCONT'} name */
      const signal = (name) => process.kill(Number(child.pid), name);
      return { child, adminUrl: child.adminUrl, signal };
    };
    // The first makes the cluster and ends again: now its data says which cluster it belongs to and how far it has come.
    await (await start(0)).child.stop();
    const state = readFileSync(join(dataDir(0), 'grastate.dat'), 'utf8');
    const [, uuid, seqno] = /uuid:\s*(\S+)\s+seqno:\s*(\d+)/.exec(state) ?? [];
    if (!uuid) throw new Error(`The first node did not say which cluster it belongs to:\n${state}`);
    writeFileSync(join(folder, 'wsrep_sst_same'), stateTransfer(`${uuid}:${seqno}`), { mode: 0o755 });
    for (const number of [1, 2]) cpSync(dataDir(0), dataDir(number), { recursive: true });
    const nodes = /** @type {const} */ ([await start(0), await start(1), await start(2)]);
    return { nodes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
