import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataNode, redisNodes } from './redis-nodes.mjs';
import { isSoon } from './until.mjs';

const MASTER = 'mymaster';

/** @typedef {Awaited<ReturnType<typeof startSentinels>>} Sentinels */

/**
 * A Redis with two replicas and three sentinels that fail over after two seconds without an answer. Resolves when all know
 * each other, with `url` in the form that REDIS_URL takes.
 */
export async function startSentinels() {
  const nodes = redisNodes('sentinel');
  try {
    const first = await nodes.start((port, dir) => [
      ...dataNode(port, dir),
      '--repl-diskless-sync-delay',
      '0',
    ]);
    /** @param {number} port @param {string} dir */
    const replicaOfFirst = (port, dir) => [...dataNode(port, dir), '--replicaof', '127.0.0.1', String(first)];
    await Promise.all([nodes.start(replicaOfFirst), nodes.start(replicaOfFirst)]);
    /** @param {number} master */
    const replicasOf = async (master) =>
      (await nodes.ask(master, 'INFO replication'))?.match(/state=online/g)?.length ?? 0;
    if (!(await isSoon(async () => (await replicasOf(first)) === 2, 20_000)))
      throw new Error('The replicas did not follow the master');
    const sentinels = await Promise.all(
      [1, 2, 3].map(() => nodes.start((port, dir) => sentinel(first, port, dir))),
    );

    /** @param {number} port */
    const knowsAll = async (port) => {
      const [quorum, replicas] = [
        await nodes.ask(port, `SENTINEL CKQUORUM ${MASTER}`),
        await nodes.ask(port, `SENTINEL REPLICAS ${MASTER}`),
      ];
      return quorum?.startsWith('+OK 3 ') && replicas?.startsWith('*2');
    };
    const allKnow = async () => (await Promise.all(sentinels.map(knowsAll))).every(Boolean);
    if (!(await isSoon(allKnow, 20_000, 100))) throw new Error('The sentinels did not find each other');
    return {
      ...nodes,
      /** How many replicas follow this master now. */
      replicasOf,
      url: `redis+sentinel://${sentinels.map((port) => `127.0.0.1:${port}`).join(',')}/${MASTER}/0`,
      /** The sentinel that clients ask first. */
      first: Number(sentinels[0]),
      /** The port of the master, as the last sentinel sees it. */
      async master() {
        const answer = await nodes.ask(Number(sentinels[2]), `SENTINEL GET-MASTER-ADDR-BY-NAME ${MASTER}`);
        return Number(/\$\d+\r\n(\d+)\r\n$/.exec(answer ?? '')?.[1]);
      },
    };
  } catch (error) {
    await nodes.stop();
    throw error;
  }
}

/**
 * Sentinels write what they learn into their configuration.
 * @param {number} master
 * @param {number} port
 * @param {string} dir
 */
function sentinel(master, port, dir) {
  const file = join(dir, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${dir}`,
    `sentinel monitor ${MASTER} 127.0.0.1 ${master} 2`,
    `sentinel down-after-milliseconds ${MASTER} 2000`,
    `sentinel failover-timeout ${MASTER} 10000`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return [file, '--sentinel'];
}
