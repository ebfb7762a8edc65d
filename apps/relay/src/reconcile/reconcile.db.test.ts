import { serviceDatabases } from '@kanban/schema/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dispatch, dispatchPending } from '../dispatch/dispatch.ts';
import { fanOut } from '../fan-out/fan-out.ts';
import { type RelayScene, setRelayScene } from '../testing/relay-scene.ts';
import { createReconciler } from './reconcile.ts';

const MAX_ATTEMPTS = 3;
const past = 'UTC_TIMESTAMP(6) - INTERVAL 1 SECOND';
const future = 'UTC_TIMESTAMP(6) + INTERVAL 1 HOUR';

describe.each(serviceDatabases())('reconcile on $name', (server) => {
  let scene: RelayScene;

  beforeAll(async () => {
    scene = await setRelayScene(server, { MAX_ATTEMPTS: String(MAX_ATTEMPTS) });
  });
  beforeEach(() => scene.clear());
  afterAll(() => scene.close());

  const reconcile = () => createReconciler(scene.pool, scene.publisher, scene.config, scene.log).runOnce();

  /** One queued delivery, then changed as `set` says. */
  async function delivery(set: string): Promise<void> {
    // Notes that Redis is known: otherwise all that is queued would be published again.
    await reconcile();
    await scene.writeEvent({ notify_email: 'a@x.test' });
    const { deliveries } = await fanOut(scene.pool, scene.config, scene.log);
    await dispatch(scene.pool, scene.publisher, deliveries, scene.config);
    await scene.rows(`UPDATE deliveries SET ${set}`);
  }
  const row = async () => (await scene.rows('SELECT * FROM deliveries'))[0];

  it('puts a delivery back whose notifier died before hand-over, to be sent cleanly', async () => {
    await delivery(`state = 'sending', attempts = 1, claim_token = 'x', claim_expires_at = ${past}`);
    expect(await reconcile()).toMatchObject({ expiredClaims: 1 });
    expect(await row()).toMatchObject({
      state: 'pending',
      round: 2,
      attempts: 1,
      may_be_duplicate: 0,
      claim_token: null,
    });
  });

  it('marks one whose notifier died after hand-over: the next copy may be a second one', async () => {
    await delivery(
      `state = 'sending', attempts = 1, claim_token = 'x', claim_expires_at = ${past}, handed_over_at = ${past}`,
    );
    await reconcile();
    expect(await row()).toMatchObject({
      state: 'pending',
      round: 2,
      may_be_duplicate: 1,
      handed_over_at: null,
    });
  });

  it('leaves a claim alone that has not expired', async () => {
    await delivery(`state = 'sending', claim_token = 'x', claim_expires_at = ${future}`);
    expect(await reconcile()).toMatchObject({ expiredClaims: 0 });
    expect((await row())?.state).toBe('sending');
  });

  it('gives up on a delivery that its notifiers never survive', async () => {
    await delivery(
      `state = 'sending', attempts = ${MAX_ATTEMPTS}, claim_token = 'x', claim_expires_at = ${past}`,
    );
    await reconcile();
    expect(await row()).toMatchObject({ state: 'dead', settled_at: expect.any(Number) });
    await reconcile();
    const [event] = await scene.rows('SELECT processed_at, last_error FROM outbox_events');
    expect(event).toEqual({
      processed_at: expect.any(Number),
      last_error: expect.stringContaining('did not finish'),
    });
  });

  it('keeps for people that a notifier did not finish, and where it was', async () => {
    const history = () => scene.rows('SELECT attempt, outcome, said FROM delivery_attempts ORDER BY id');
    await delivery(`state = 'sending', attempts = 1, claim_token = 'x', claim_expires_at = ${past}`);
    await reconcile();
    await reconcile();
    expect(await history()).toMatchObject([
      { attempt: 1, outcome: 'expired', said: expect.stringContaining('has not got the mail') },
    ]);
    await scene.rows(
      `UPDATE deliveries SET state = 'sending', attempts = ${MAX_ATTEMPTS}, claim_token = 'x',
         claim_expires_at = ${past}, handed_over_at = ${past}`,
    );
    await reconcile();
    expect((await history())[1]).toMatchObject({
      attempt: MAX_ATTEMPTS,
      outcome: 'dead',
      said: expect.stringContaining('after it had handed the mail over'),
    });
  });

  it('publishes a queued delivery again when its time has passed; a job that is still there stays one job', async () => {
    await delivery(`due_at = ${past}`);
    expect(await reconcile()).toMatchObject({ requeued: 1 });
    expect(await row()).toMatchObject({ state: 'pending', round: 1 });
    await dispatchPending(scene.pool, scene.publisher, scene.config);
    expect((await row())?.state).toBe('queued');
    expect(await scene.queue.getWaitingCount()).toBe(1);
  });

  it('publishes all queued deliveries again when Redis was flushed', async () => {
    await delivery('round = 1');
    expect(await reconcile()).toMatchObject({ requeued: 0 });
    await scene.redis.del(...(await scene.redis.keys(`${scene.config.queuePrefix}*`)));
    expect(await reconcile()).toMatchObject({ requeued: 1 });
    await dispatchPending(scene.pool, scene.publisher, scene.config);
    expect(await scene.queue.getWaitingCount()).toBe(1);
    expect(await reconcile()).toMatchObject({ requeued: 0 });
  });

  it('publishes all again when it comes to another server, though another relay did so there already', async () => {
    let server = 'the old one';
    const publisher = { ...scene.publisher, runId: async () => server };
    const reconciler = createReconciler(scene.pool, publisher, scene.config, scene.log);
    await reconciler.runOnce();
    await delivery('round = 1');
    await publisher.writeMarker('the new one');
    server = 'the new one';
    expect(await reconciler.runOnce()).toMatchObject({ requeued: 1 });
    expect(await reconciler.runOnce()).toMatchObject({ requeued: 0 });
  });

  it('processes an event whose notifier died right after settling its last delivery', async () => {
    await delivery("state = 'sent', attempts = 2");
    await reconcile();
    const [event] = await scene.rows('SELECT processed_at, attempts FROM outbox_events');
    expect(event).toEqual({ processed_at: expect.any(Number), attempts: 2 });
  });

  it('does not process an event that has an open delivery', async () => {
    await scene.rows('INSERT INTO subscriptions (recipient) VALUES (?), (?)', ['b@x.test', 'c@x.test']);
    await delivery("state = IF(recipient = 'b@x.test', 'sent', 'queued')");
    await reconcile();
    expect((await scene.rows('SELECT processed_at FROM outbox_events'))[0]?.processed_at).toBeNull();
  });
});
