import { settleEvents } from '@kanban/ledger';
import { serviceDatabases } from '@kanban/schema/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RelayScene, setRelayScene } from '../testing/relay-scene.ts';
import { fanOut } from './fan-out.ts';
import type { FannedOut } from './fanned-out.ts';
import type { Progress } from './progress.ts';

const LISTENERS = 23;

describe.each(serviceDatabases())('a list that is longer than a transaction, on $name', (server) => {
  let scene: RelayScene;
  beforeAll(async () => {
    scene = await setRelayScene(server, { RELAY_DELIVERIES_A_TRANSACTION: '5', RELAY_BATCH_SIZE: '4' });
  });
  beforeEach(() => scene.clear());
  afterAll(() => scene.close());

  const subscribe = (count = LISTENERS, rest = 'NULL') =>
    scene.database.pool.query(
      `INSERT INTO subscriptions (topic, recipient, digest) VALUES ${Array.from(
        { length: count },
        (_, n) => `('*', 'person-${n}@example.test', ${rest})`,
      )}`,
    );
  const step = (progress?: Progress) => fanOut(scene.pool, scene.config, scene.log, progress);
  const runAll = async (progress?: Progress) => {
    const steps: FannedOut[] = [];
    do steps.push(await step(progress));
    while (steps.at(-1)?.isFull);
    return steps;
  };
  const written = () =>
    scene.rows('SELECT event_id AS event, recipient, state FROM deliveries ORDER BY event_id, recipient');
  const event = async (id: number) =>
    (
      await scene.rows(
        'SELECT fanned_out_at IS NOT NULL AS isFannedOut, processed_at IS NOT NULL AS isProcessed FROM outbox_events WHERE id = ?',
        [id],
      )
    )[0];

  it('is written in parts, each person once, and the event is done with the last part', async () => {
    await subscribe();
    const id = await scene.writeEvent({ value_stream: 'main', queue_name: 'a' });
    const progress: Progress = {};
    for (const part of [5, 10, 15, 20]) {
      expect((await step(progress)).events).toBe(0);
      expect([(await written()).length, await event(id)]).toEqual([part, { isFannedOut: 0, isProcessed: 0 }]);
    }
    expect(await step(progress)).toMatchObject({ events: 1, isCut: false });
    expect(new Set((await written()).map(({ recipient }) => recipient)).size).toBe(LISTENERS);
    expect(await written()).toHaveLength(LISTENERS);
    expect(await event(id)).toEqual({ isFannedOut: 1, isProcessed: 0 });
  });

  it('is continued by the next relay after one that died', async () => {
    await subscribe();
    await scene.writeEvent({ value_stream: 'main', queue_name: 'a' });
    // Nothing is kept between these: each is another relay.
    await runAll();
    expect(await written()).toHaveLength(LISTENERS);
  });

  it('and of which two relays take parts at once has nobody twice and leaves nobody out', async () => {
    await subscribe();
    for (const queue of ['a', 'b', 'c']) await scene.writeEvent({ value_stream: 'main', queue_name: queue });
    const relay = async () => {
      const progress: Progress = {};
      const pending = 'SELECT COUNT(*) AS n FROM outbox_events WHERE fanned_out_at IS NULL';
      do await step(progress);
      while (Number((await scene.rows(pending))[0]?.n) > 0);
    };
    await Promise.all([relay(), relay(), relay()]);
    expect(await written()).toHaveLength(3 * LISTENERS);
  });

  it('does not end an event whose first part is sent already', async () => {
    await subscribe();
    const id = await scene.writeEvent({ value_stream: 'main', queue_name: 'a' });
    const progress: Progress = {};
    await step(progress);
    await scene.database.pool.query("UPDATE deliveries SET state = 'sent', settled_at = UTC_TIMESTAMP(6)");
    await settleEvents(scene.pool, [id], 5_000);
    expect(await event(id)).toEqual({ isFannedOut: 0, isProcessed: 0 });
    await runAll(progress);
    await scene.database.pool.query("UPDATE deliveries SET state = 'sent', settled_at = UTC_TIMESTAMP(6)");
    await settleEvents(scene.pool, [id], 5_000);
    expect(await event(id)).toEqual({ isFannedOut: 1, isProcessed: 1 });
  });

  it('of people who have all left is heard, by nobody', async () => {
    await subscribe();
    await scene.database.pool.query(
      `INSERT INTO subscription_recipients (subscription_id, recipient, token, unsubscribed_at)
       SELECT id, recipient, LPAD(id, 32, '0'), UTC_TIMESTAMP(6) FROM subscriptions`,
    );
    const id = await scene.writeEvent({ value_stream: 'main', notify_email: 'else@example.test' });
    await runAll({});
    expect([await written(), await event(id)]).toEqual([[], { isFannedOut: 1, isProcessed: 1 }]);
  });

  it('does not grow by people who subscribe meanwhile', async () => {
    await subscribe(7);
    await scene.writeEvent({ value_stream: 'main', queue_name: 'a' });
    await scene.writeEvent({ value_stream: 'main', queue_name: 'b' });
    const progress: Progress = {};
    await step(progress);
    await scene.database.pool.query(
      "INSERT INTO subscriptions (topic, recipient) VALUES ('*', 'late@example.test')",
    );
    await runAll(progress);
    const told = (await written()).filter(({ recipient }) => recipient === 'late@example.test');
    expect([(await written()).length, told.length]).toEqual([7 + 8, 1]);
  });

  it('is collected for a digest like a list that is written at once', async () => {
    await subscribe(LISTENERS, "'hourly'");
    for (const queue of ['a', 'b', 'c']) await scene.writeEvent({ value_stream: 'main', queue_name: queue });
    await runAll({});
    const states = Object.groupBy(await written(), ({ state }) => state);
    expect([states.pending?.length, states.collected?.length]).toEqual([LISTENERS, 2 * LISTENERS]);
    const [carriers] = await scene.rows(
      'SELECT COUNT(*) AS n, SUM(carries) AS carried FROM deliveries WHERE is_digest AND carries = 2',
    );
    expect([Number(carriers?.n), Number(carriers?.carried)]).toEqual([LISTENERS, 2 * LISTENERS]);
  });
});
