import { claimPending, claimPendingSql } from '@kanban/ledger';
import { serviceDatabases } from '@kanban/schema/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fanOut } from '../fan-out/fan-out.ts';
import { type RelayScene, setRelayScene } from '../testing/relay-scene.ts';

import { dispatch, dispatchPending } from './dispatch.ts';
import { createPublisher, PublishFailed } from './publish.ts';

describe.each(serviceDatabases())('dispatch on $name', (server) => {
  let scene: RelayScene;

  beforeAll(async () => {
    scene = await setRelayScene(server, { RELAY_PUBLISH_LEASE_MS: '60000' });
  });
  beforeEach(() => scene.clear());
  afterAll(() => scene.close());

  const states = async () =>
    (await scene.rows('SELECT state FROM deliveries ORDER BY id')).map((row) => row.state);
  const leaseEnds = () => scene.rows('UPDATE deliveries SET due_at = UTC_TIMESTAMP(6)');

  async function fannedOut(count: number) {
    for (let number = 0; number < count; number++)
      await scene.writeEvent({ notify_email: `p${number}@x.test` });
    return (await fanOut(scene.pool, scene.config, scene.log)).deliveries;
  }

  it('adds one job a delivery with ids only, and notes it as queued behind Redis', async () => {
    const deliveries = await fannedOut(3);
    expect(await states()).toEqual(['pending', 'pending', 'pending']);
    await dispatch(scene.pool, scene.publisher, deliveries, scene.config);
    expect(await states()).toEqual(['queued', 'queued', 'queued']);
    const jobs = await scene.queue.getJobs(['waiting']);
    expect(jobs.map(({ id }) => id).sort()).toEqual(
      deliveries.map((each) => `d${each.deliveryId}-r1-${each.createdAt.toString(36)}`),
    );
    expect(Object.keys(jobs[0]?.data).sort()).toEqual(['deliveryId', 'eventId', 'round']);
  });

  it('publishes what a relay left behind once its lease is over, and not before', async () => {
    await fannedOut(2);
    expect(await dispatchPending(scene.pool, scene.publisher, scene.config)).toBe(0);
    await leaseEnds();
    expect(await dispatchPending(scene.pool, scene.publisher, scene.config)).toBe(2);
    expect(await states()).toEqual(['queued', 'queued']);
  });

  it('adds no second job when it died between Redis and the note', async () => {
    const deliveries = await fannedOut(5);
    await scene.publisher.publish(deliveries);
    await leaseEnds();
    expect(await dispatchPending(scene.pool, scene.publisher, scene.config)).toBe(5);
    expect(await scene.queue.getWaitingCount()).toBe(5);
  });

  it('changes nothing a faster notifier has noted, nor a delivery in a later round', async () => {
    const deliveries = await fannedOut(2);
    const [first, second] = deliveries.map(({ deliveryId }) => deliveryId);
    await scene.rows("UPDATE deliveries SET state = 'sent' WHERE id = ?", [first]);
    await scene.rows('UPDATE deliveries SET round = 2 WHERE id = ?', [second]);
    await dispatch(scene.pool, scene.publisher, deliveries, scene.config);
    expect(await states()).toEqual(['sent', 'pending']);
  });

  it('puts back what it notes as queued after the connection to Redis was lost', async () => {
    const deliveries = await fannedOut(2);
    let losses = 0;
    const losing = {
      ...scene.publisher,
      losses: () => losses,
      publish: async (all: typeof deliveries) => {
        await scene.publisher.publish(all);
        losses++;
      },
    };
    await dispatch(scene.pool, losing, deliveries, scene.config);
    expect(await states()).toEqual(['pending', 'pending']);
    expect(await dispatchPending(scene.pool, scene.publisher, scene.config)).toBe(2);
    expect(await scene.queue.getWaitingCount()).toBe(2);
  });

  it('leases to each relay other deliveries', async () => {
    await fannedOut(20);
    await leaseEnds();
    const claims = await Promise.all([1, 2, 3, 4].map(() => claimPending(scene.pool, 5, 60_000, 10_000)));
    expect(new Set(claims.flat().map(({ deliveryId }) => deliveryId)).size).toBe(20);
  });

  it('says within its deadline that Redis is away, notes nothing, and publishes when it is back', async () => {
    const deliveries = await fannedOut(2);
    const away = createPublisher({ ...scene.config, redisUrl: 'redis://127.0.0.1:1/0' }, scene.log);
    await expect(dispatch(scene.pool, away, deliveries, scene.config)).rejects.toThrow(PublishFailed);
    await away.close();
    expect(await states()).toEqual(['pending', 'pending']);
    await leaseEnds();
    expect(await dispatchPending(scene.pool, scene.publisher, scene.config)).toBe(2);
  });

  it('claims in the order of the index, without a sort', async () => {
    await fannedOut(3);
    const [plan] = await scene.rows(`EXPLAIN FORMAT=TRADITIONAL ${claimPendingSql}`, [10]);
    expect(plan?.key).toBe('deliveries_due');
    expect(plan?.Extra).not.toContain('filesort');
  });
});
