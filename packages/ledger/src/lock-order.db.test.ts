import { inTransaction, jsonOf, updateEach } from '@kanban/schema';
import { serviceDatabases } from '@kanban/schema/testing';
import { untilWaiting } from '@kanban/schema/testing/until-waiting';
import type { Pool, PoolConnection } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetCollections } from './reconcile/forget-collections.ts';
import { settleEvents } from './settle/settle-events.ts';
import { settleMembers } from './settle/settle-members.ts';
import { type LedgerScene, setLedgerScene } from './testing/ledger-scene.ts';

/** Few rows, of which a server would rather read all than look some up. */
describe.each(serviceDatabases())('statements that meet over a few rows on $name', (server) => {
  let scene: LedgerScene;
  let events: number[];

  beforeAll(async () => {
    scene = await setLedgerScene(server);
  });
  beforeEach(async () => {
    await scene.clear();
    events = [await scene.writeEvent({}), await scene.writeEvent({})];
    await scene.rows('UPDATE outbox_events SET fanned_out_at = UTC_TIMESTAMP(6)');
  });
  afterAll(() => scene?.close());

  /** With recipients whose order is not that of the ids. Returns their ids. */
  async function deliver(event: number | undefined, set: string, recipients: readonly string[]) {
    for (const recipient of recipients)
      await scene.rows(`INSERT INTO deliveries SET event_id = ?, channel = 'email', recipient = ?, ${set}`, [
        event,
        recipient,
      ]);
    const found = await scene.rows('SELECT id FROM deliveries WHERE event_id = ? ORDER BY id', [event]);
    return found.map(({ id }) => Number(id));
  }

  /** What a claim, a note or a settlement holds until it is committed. */
  const holding = (
    ids: readonly (number | undefined)[],
    work: (holder: PoolConnection) => Promise<unknown>,
  ) =>
    inTransaction(scene.pool, async (holder) => {
      await holder.query('SELECT id FROM deliveries FORCE INDEX (PRIMARY) WHERE id IN (?) FOR UPDATE', [ids]);
      await work(holder);
    });

  it('an event is updated while another connection has locked its deliveries', async () => {
    const [event] = events;
    const ids = await deliver(event, "state = 'queued', attempts = 3", ['b@x.test', 'a@x.test']);
    await holding(ids, () => settleEvents(scene.pool, events, 3_000));
    expect(await scene.rows('SELECT attempts FROM outbox_events WHERE id = ?', [event])).toEqual([
      { attempts: 3 },
    ]);
  });

  it('rows that are changed by their ids wait for no other row', async () => {
    const [held, free] = await deliver(events[0], "state = 'queued'", ['a@x.test', 'b@x.test']);
    const sql = `${updateEach('deliveries', 'd', { round: 'INT' })} SET d.round = said.round`;
    await holding([held], () =>
      inTransaction(scene.pool, (connection) => connection.query(sql, [jsonOf([[free, 7]])]), {
        deadlineMs: 3_000,
        retries: 0,
      }),
    );
    expect(await scene.rows('SELECT round FROM deliveries ORDER BY id')).toEqual([
      { round: 1 },
      { round: 7 },
    ]);
  });

  /** Does `work` on a connection of its own, `then` once that waits for a lock of `holder`, and returns what became of it. */
  async function behind<T>(
    lockSql: string,
    work: (pool: Pool) => Promise<T>,
    then: (holder: PoolConnection) => Promise<unknown>,
  ): Promise<T> {
    const waiting = await scene.pool.getConnection();
    const pool = { getConnection: async () => waiting } as unknown as Pool;
    let done: Promise<T> | undefined;
    await inTransaction(
      scene.pool,
      async (holder) => {
        await holder.query(lockSql);
        done = work(pool);
        await untilWaiting(scene.database.pool, waiting);
        await then(holder);
      },
      { retries: 0 },
    );
    return done as Promise<T>;
  }

  it('a digest waits for one of its members without locking later ones', async () => {
    const members = await deliver(events[0], "state = 'collected'", ['b@x.test', 'a@x.test']);
    const [carrier] = await deliver(events[1], "state = 'sent', is_digest = TRUE", ['a@x.test']);
    await scene.rows('UPDATE deliveries SET carried_by = ? WHERE id IN (?)', [carrier, members]);
    const settled = await behind(
      `SELECT id FROM deliveries WHERE id = ${members[0]} FOR UPDATE`,
      (pool) => settleMembers(pool, [Number(carrier)], 20_000),
      (holder) => holder.query('UPDATE deliveries SET round = 2 WHERE id IN (?)', [[members[1], carrier]]),
    );
    expect(settled).toBe(2);
  });

  it.each([
    ['collections', 'collection_key', 'due_at', 'delivery_id = 0'],
    ['rate_windows', 'scope', 'begins_at', 'used = 1'],
  ])('one of %s that is begun anew is not forgotten', async (table, key, time, set) => {
    await scene.rows(`REPLACE INTO ${table} SET ${key} = 'x', ${time} = '2020-01-01', ${set}`);
    await behind(
      `SELECT ${key} FROM ${table} FORCE INDEX (PRIMARY) WHERE ${key} = 'x' FOR UPDATE`,
      (pool) => forgetCollections(pool, 20_000),
      (holder) => holder.query(`UPDATE ${table} SET ${time} = UTC_TIMESTAMP(6) WHERE ${key} = 'x'`),
    );
    expect(await scene.rows(`SELECT ${key} FROM ${table}`)).toHaveLength(1);
  });
});
