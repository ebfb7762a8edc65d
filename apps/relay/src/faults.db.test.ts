import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { createPool } from '@kanban/schema';
import { serviceDatabases } from '@kanban/schema/testing';
import type { Pool } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dispatchPending } from './dispatch/dispatch.ts';
import { fanOut } from './fan-out/fan-out.ts';
import { createReconciler } from './reconcile/reconcile.ts';
import { type RelayScene, setRelayScene } from './testing/relay-scene.ts';

describe.each(serviceDatabases())('a fault of the database, on $name', (server) => {
  let scene: RelayScene;
  const pools: Pool[] = [];

  beforeAll(async () => {
    scene = await setRelayScene(server, { RELAY_FAN_OUT_ATTEMPTS: '1', RELAY_PUBLISH_LEASE_MS: '100' });
  });
  beforeEach(() => scene.clear());
  afterEach(async () => {
    for (const pool of pools.splice(0)) await pool.end();
  });
  afterAll(() => scene.close());

  const events = () =>
    scene.rows('SELECT fanned_out_at IS NOT NULL AS isDone, attempts, last_error FROM outbox_events');

  describe.each([
    ['a table that is not there yet', 'RENAME TABLE deliveries TO later', 'RENAME TABLE later TO deliveries'],
    [
      'a column that is not there yet',
      'ALTER TABLE outbox_events RENAME COLUMN fanned_out_at TO later',
      'ALTER TABLE outbox_events RENAME COLUMN later TO fanned_out_at',
    ],
  ])('%s', (_what, take, give) => {
    it('is waited for: no event is given up for it', async () => {
      await scene.writeEvent({ notify_email: 'a@x.test' });
      await scene.rows(take);
      try {
        await expect(fanOut(scene.pool, scene.config, scene.log)).rejects.toThrow();
      } finally {
        await scene.rows(give);
      }
      expect(await events()).toEqual([{ isDone: 0, attempts: 0, last_error: null }]);
      expect(await fanOut(scene.pool, scene.config, scene.log)).toMatchObject({ events: 1, refused: 0 });
      expect(await scene.rows('SELECT recipient FROM deliveries')).toEqual([{ recipient: 'a@x.test' }]);
    });
  });

  it('a connection that ends while COMMIT is answered costs no event and makes no second delivery', async () => {
    const line = await cutAnswerToCommit(scene.database.url);
    try {
      const pool = createPool(line.url, { isolation: 'READ COMMITTED' });
      pools.push(pool);
      await scene.writeEvent({ notify_email: 'a@x.test' });
      // The transaction is done again and finds nothing: it was committed, and its deliveries are due by their lease.
      expect(await fanOut(pool, scene.config, scene.log)).toMatchObject({ events: 0, deliveries: [] });
      expect(line.cuts()).toBe(1);
    } finally {
      line.close();
    }
    expect(await events()).toEqual([{ isDone: 1, attempts: 0, last_error: null }]);
    await scene.rows('UPDATE deliveries SET due_at = UTC_TIMESTAMP(6)');
    expect(await dispatchPending(scene.pool, scene.publisher, scene.config)).toBe(1);
    expect(await scene.rows('SELECT state FROM deliveries')).toEqual([{ state: 'queued' }]);
  });

  describe('a clock that jumps', () => {
    const HOUR_SECONDS = 3_600;

    /** A relay's pool on a server whose clock is wrong by so much; NOW and UTC_TIMESTAMP go by the session's timestamp. */
    function poolIn(seconds: number): Pool {
      const pool = createPool(scene.database.url, { isolation: 'READ COMMITTED' });
      pools.push(pool);
      const at = Math.floor(Date.now() / 1_000) + seconds;
      (pool.pool as unknown as NodeJS.EventEmitter).on('connection', (connection) => {
        (connection as { query(sql: string): void }).query(`SET timestamp = ${at}`);
      });
      return pool;
    }

    async function twoClaims(): Promise<void> {
      for (const name of ['before', 'behind']) {
        const event = await scene.writeEvent({ notify_email: `${name}@x.test` });
        await scene.rows('UPDATE outbox_events SET fanned_out_at = UTC_TIMESTAMP(6) WHERE id = ?', [event]);
        await scene.rows(
          `INSERT INTO deliveries SET event_id = ?, channel = 'email', recipient = ?, state = 'sending', attempts = 1,
             claim_token = 'x', claim_expires_at = UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE,
             handed_over_at = IF(?, UTC_TIMESTAMP(6), NULL)`,
          [event, `${name}@x.test`, name === 'behind'],
        );
      }
    }

    const reconcile = (pool: Pool) =>
      createReconciler(pool, scene.publisher, scene.config, scene.log).runOnce();
    const claims = () =>
      scene.rows('SELECT recipient, state, may_be_duplicate AS isMarked FROM deliveries ORDER BY recipient');

    it('ahead ends leases early: what was handed over is marked, what was not goes to another notifier', async () => {
      await twoClaims();
      expect(await reconcile(poolIn(HOUR_SECONDS))).toMatchObject({ expiredClaims: 2 });
      expect(await claims()).toEqual([
        { recipient: 'before@x.test', state: 'pending', isMarked: 0 },
        { recipient: 'behind@x.test', state: 'pending', isMarked: 1 },
      ]);
    });

    it('back makes leases last longer, and loses nothing: they end when the clock is right again', async () => {
      await twoClaims();
      await scene.rows('UPDATE deliveries SET claim_expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND');
      expect(await reconcile(poolIn(-HOUR_SECONDS))).toMatchObject({ expiredClaims: 0 });
      expect((await claims()).map(({ state }) => state)).toEqual(['sending', 'sending']);
      expect(await reconcile(scene.pool)).toMatchObject({ expiredClaims: 2 });
    });
  });
});

/** A line to the database that ends, once, in the moment the server answers a COMMIT: it is done, and nobody is told. */
async function cutAnswerToCommit(url: string): Promise<{ url: string; cuts(): number; close(): void }> {
  const address = new URL(url);
  const target = { host: address.hostname, port: Number(address.port) };
  let cuts = 0;
  const server: Server = createServer((inner) => {
    const outer = connect(target);
    let isCommitting = false;
    inner.on('data', (part) => {
      // The whole statement, behind what the protocol puts in front of it; not the level READ COMMITTED.
      isCommitting ||= cuts === 0 && part.length < 16 && part.toString('latin1').endsWith('COMMIT');
      outer.write(part);
    });
    outer.on('data', (part) => {
      if (!isCommitting || cuts > 0) {
        inner.write(part);
        return;
      }
      cuts++;
      inner.destroy();
      outer.destroy();
    });
    inner.on('error', () => outer.destroy());
    outer.on('error', () => inner.destroy());
    inner.on('close', () => outer.destroy());
    outer.on('close', () => inner.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address.port = String((server.address() as AddressInfo).port);
  return { url: address.href, cuts: () => cuts, close: () => server.close() };
}
