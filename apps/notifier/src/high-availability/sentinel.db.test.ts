import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRedis } from '../../../../scripts/servers/redis-nodes.mjs';
import { type Sentinels, startSentinels } from '../../../../scripts/servers/sentinel.mjs';
import type { Behaviour } from '../testing/mail-server.ts';
import { until } from '../testing/until.ts';
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
    await until(async () => (await sentinels.ask(before, 'INFO replication'))?.includes('role:slave'));
  });

  it('takes another server when the master is killed: nothing is lost, nothing comes twice', async () => {
    const before = await sentinels.master();
    await scene.sendWhile(EVENTS, () => sentinels.signal(before, 'SIGKILL'));
    expect(await sentinels.master()).not.toBe(before);
  });

  it('has lost jobs that were not replicated yet: the relay puts them back, long before their patience ends', async () => {
    const before = await sentinels.master();
    let release: (behaviour: Behaviour) => void = () => {};
    open = new Promise((resolve) => {
      release = resolve;
    });
    // Replicas are cut off as soon as there is anything to tell them.
    await sentinels.ask(before, 'CONFIG SET client-output-buffer-limit "replica 1 1 0"');
    await scene.write(EVENTS);
    await until(async () => {
      const [[row]] = await scene.database.pool.query<RowDataPacket[]>(
        "SELECT COUNT(*) AS queued FROM deliveries WHERE state = 'queued'",
      );
      return row?.queued > EVENTS / 2;
    });
    const putBack = timesPutBack();
    sentinels.signal(before, 'SIGKILL');
    // An election that failed is held again after 20 s; their patience lasts for 120 s.
    await until(() => timesPutBack() > putBack, 60_000);
    release('accept');
    await scene.allArrivedOnce();
  });

  /** How often a relay said so, before this failover and since. */
  function timesPutBack(): number {
    return scene.apps.flatMap(({ lines }) =>
      lines.filter((line) => line.includes('what was queued is published again')),
    ).length;
  }
});
