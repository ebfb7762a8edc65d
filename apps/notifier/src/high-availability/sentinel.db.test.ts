import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRedis } from '../../../../scripts/servers/redis-nodes.mjs';
import { type Sentinels, startSentinels } from '../../../../scripts/servers/sentinel.mjs';
import { until } from '../../../../scripts/servers/until.mjs';
import type { Behaviour } from '../testing/mail-server.ts';
import { type FailoverScene, startFailoverScene } from './testing/failover-scene.ts';

const EVENTS = 600;

describe.skipIf(!findRedis())('Redis Sentinel', () => {
  let sentinels: Sentinels;
  let scene: FailoverScene;
  /** Mails are taken once this is resolved. */
  let open: Promise<Behaviour> = Promise.resolve('accept');

  beforeAll(async () => {
    sentinels = await startSentinels();
    scene = await startFailoverScene('sentinel', sentinels.url, () => open);
  });

  afterAll(async () => {
    // Also of a scene that could not be set up.
    await scene?.stop();
    await sentinels?.stop();
  });

  it('takes another server when the master hangs with its connections open: nothing is lost, nothing comes twice', async () => {
    const before = await sentinels.master();
    await scene.sendWhile(EVENTS, () => sentinels.signal(before, 'SIGSTOP'));
    expect(await sentinels.master()).not.toBe(before);
    sentinels.signal(before, 'SIGCONT');
    await untilReplicas(2);
  });

  it('takes another server when the master is killed while a sentinel hangs: nothing is lost, nothing comes twice', async () => {
    const before = await sentinels.master();
    // So that the others announce the new master while somebody still asks this one for it.
    sentinels.signal(sentinels.first, 'SIGSTOP');
    await scene.sendWhile(EVENTS, () => sentinels.signal(before, 'SIGKILL'));
    sentinels.signal(sentinels.first, 'SIGCONT');
    expect(await sentinels.master()).not.toBe(before);
    await untilReplicas(1);
  });

  it('has lost jobs that were not replicated yet: the relay puts them back, long before their patience ends', async () => {
    const before = await sentinels.master();
    const putBack = timesPutBack();
    let release: (behaviour: Behaviour) => void = () => {};
    open = new Promise((resolve) => {
      release = resolve;
    });
    await scene.write(EVENTS);
    await until(async () => (await queued()) > EVENTS / 2, 60_000);
    // Replicas are cut off and cannot come back: they do not know the password, which those who are connected need not give.
    // From here to the kill it must not take 20 s: sentinels elect no replica that was without its master for longer.
    await sentinels.ask(before, 'CONFIG SET requirepass unknown-to-replicas');
    await sentinels.ask(before, 'CLIENT KILL TYPE replica');
    const replicated = await queued();
    await scene.write(EVENTS);
    await until(async () => (await queued()) > replicated + 20, 45_000);
    sentinels.signal(before, 'SIGKILL');
    // An election that failed is held again after 20 s; their patience lasts for 120 s.
    await until(() => timesPutBack() > putBack, 90_000).catch((error) => {
      throw new Error(
        `${error.message}\n${scene.apps.map(({ lines }) => lines.slice(-15).join('\n')).join('\n--\n')}`,
      );
    });
    release('accept');
    await scene.allArrivedOnce();
  }, 300_000);

  /** Sentinels elect none that did not follow the last master when it went. */
  async function untilReplicas(count: number): Promise<void> {
    await until(async () => (await sentinels.replicasOf(await sentinels.master())) === count, 60_000);
  }

  async function queued(): Promise<number> {
    const [[row]] = await scene.database.pool.query<RowDataPacket[]>(
      "SELECT COUNT(*) AS queued FROM deliveries WHERE state = 'queued'",
    );
    return row?.queued;
  }

  /** How often a relay said so, before this failover and since. */
  function timesPutBack(): number {
    return scene.apps.flatMap(({ lines }) =>
      lines.filter((line) => line.includes('what was queued is published again')),
    ).length;
  }
});
