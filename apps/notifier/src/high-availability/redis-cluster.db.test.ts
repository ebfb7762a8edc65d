import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RedisCluster, startRedisCluster } from '../../../../scripts/servers/redis-cluster.mjs';
import { findRedis } from '../../../../scripts/servers/redis-nodes.mjs';
import { until } from '../../../../scripts/servers/until.mjs';
import { type FailoverScene, startFailoverScene } from './testing/failover-scene.ts';

const EVENTS = 600;

describe.skipIf(!findRedis())('a Redis Cluster', () => {
  let cluster: RedisCluster;
  let scene: FailoverScene;

  beforeAll(async () => {
    cluster = await startRedisCluster();
    scene = await startFailoverScene('cluster', cluster.url, () => 'accept');
  });

  afterAll(async () => {
    // Also of a scene that could not be set up.
    await scene?.stop();
    await cluster?.stop();
  });

  it('continues when the master of the queues hangs with open connections: nothing is lost or sent twice', async () => {
    const before = await owner();
    await scene.sendWhile(EVENTS, () => cluster.signal(before, 'SIGSTOP'));
    expect(await owner()).not.toBe(before);
    cluster.signal(before, 'SIGCONT');
    await until(async () =>
      (await cluster.ask(before, 'INFO replication'))?.includes('master_link_status:up'),
    );
  });

  it('continues when the master of the queues is killed: nothing is lost or sent twice', async () => {
    const before = await owner();
    await scene.sendWhile(EVENTS, () => cluster.signal(before, 'SIGKILL'));
    expect(await owner()).not.toBe(before);
  });

  const owner = () => cluster.ownerOf(`${scene.queuePrefix}:email:meta`);
});
