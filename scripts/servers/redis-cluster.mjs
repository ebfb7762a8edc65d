import { freePort } from './free-port.mjs';
import { dataNode, redisNodes } from './redis-nodes.mjs';
import { isSoon } from './until.mjs';

const SLOTS = 16_384;

/** @typedef {Awaited<ReturnType<typeof startRedisCluster>>} RedisCluster */

/**
 * A Redis Cluster of three masters with a replica each, that takes over when its master gave no answer for two seconds.
 * Resolves when every node says that all is well, with `url` in the form that REDIS_URL takes.
 */
export async function startRedisCluster() {
  const nodes = redisNodes('redis-cluster');
  try {
    // Of their own: 10,000 above the other ports, as Redis has it, a connection of anybody may have the port already.
    /** @type {Map<number, number>} */
    const busPorts = new Map();
    const ports = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const busPort = await freePort();
        const port = await nodes.start((port, dir) => clusterNode(port, dir, busPort));
        busPorts.set(port, busPort);
        return port;
      }),
    );
    const masters = ports.slice(0, 3);
    /** @param {number} port @param {string} command */
    const tell = async (port, command) => {
      const answer = await nodes.ask(port, command);
      if (!answer?.startsWith('+OK')) throw new Error(`${command}: ${answer}`);
    };
    const ids = await Promise.all(
      masters.map(async (port) => String(await nodes.ask(port, 'CLUSTER MYID')).split('\r\n')[1]),
    );
    /** @param {number} index */
    const firstSlot = (index) => Math.floor((SLOTS * index) / 3);
    for (const [index, port] of masters.entries()) {
      await tell(port, `CLUSTER ADDSLOTSRANGE ${firstSlot(index)} ${firstSlot(index + 1) - 1}`);
      await tell(port, `CLUSTER SET-CONFIG-EPOCH ${index + 1}`);
    }
    for (const port of ports.slice(1))
      await tell(port, `CLUSTER MEET 127.0.0.1 ${ports[0]} ${busPorts.get(Number(ports[0]))}`);
    /** @param {number} port */
    const knowsAll = async (port) =>
      (await nodes.ask(port, 'CLUSTER INFO'))?.includes('cluster_known_nodes:6');
    /** @param {(port: number) => Promise<boolean | undefined>} question */
    const each = async (question) => (await Promise.all(ports.map(question))).every(Boolean);
    if (!(await isSoon(() => each(knowsAll), 20_000, 100)))
      throw new Error('The nodes did not find each other');
    for (const [index, port] of ports.slice(3).entries()) await tell(port, `CLUSTER REPLICATE ${ids[index]}`);
    /** @param {number} port */
    const isWell = async (port) => (await nodes.ask(port, 'CLUSTER INFO'))?.includes('cluster_state:ok');
    /** @param {number} port */
    const follows = async (port) =>
      (await nodes.ask(port, 'INFO replication'))?.includes('master_link_status:up');
    const allWell = async () =>
      (await each(isWell)) && (await Promise.all(ports.slice(3).map(follows))).every(Boolean);
    if (!(await isSoon(allWell, 20_000, 100))) throw new Error('The cluster did not come up');
    return {
      ...nodes,
      url: `redis+cluster://${masters.map((port) => `127.0.0.1:${port}`).join(',')}`,
      /**
       * The port of the master that has a key: another one says that the key has moved there.
       * @param {string} key
       */
      async ownerOf(key) {
        for (const port of ports) {
          const answer = await nodes.ask(port, `GET ${key}`);
          if (answer === undefined) continue;
          return Number(/^-MOVED \d+ \S+:(\d+)/.exec(answer)?.[1] ?? port);
        }
        throw new Error('No node answers');
      },
    };
  } catch (error) {
    await nodes.stop();
    throw error;
  }
}

/** @param {number} port @param {string} dir @param {number} busPort */
function clusterNode(port, dir, busPort) {
  return [
    ...dataNode(port, dir),
    ...['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000', '--cluster-config-file', 'nodes.conf'],
    ...['--cluster-port', String(busPort)],
    ...['--repl-diskless-sync-delay', '0', '--cluster-announce-ip', '127.0.0.1'],
  ];
}
