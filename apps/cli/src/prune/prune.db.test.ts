import { randomBytes } from 'node:crypto';
import { applyRoles, createLogins, createPool } from '@kanban/schema';
import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

interface Delivery {
  readonly state: string;
  readonly settled?: number;
  readonly dropped?: number;
}

describe.each(serviceDatabases())('pruning on $name', (server) => {
  const database = boardTest(server, { chosenIds: true });
  let housekeeper: string;
  const prune = (...args: string[]) => runCli(['prune', ...args], { DATABASE_URL: database.url });
  const keepHouse = () => runCli(['housekeeping', '--tasks', 'prune'], { DATABASE_URL: housekeeper });

  beforeAll(async () => {
    await applyRoles(database.url);
    const logins = await createLogins(
      database.url,
      { housekeeper: 'keep it' },
      { suffix: `_${randomBytes(3).toString('hex')}` },
    );
    housekeeper = logins.housekeeper as string;
  });
  beforeEach(async () => {
    for (const table of ['deliveries', 'outbox_events', 'settings']) {
      await database.pool.query(`DELETE FROM ${table}`);
    }
  });

  /** Writes an event that was processed so many days ago; null: it is open. Returns its id. */
  async function event(processed: number | null, ...deliveries: Delivery[]): Promise<number> {
    const ago = (days: number | null | undefined) =>
      days === null || days === undefined ? 'NULL' : `UTC_TIMESTAMP(6) - INTERVAL ${days} DAY`;
    const [{ insertId }] = (await database.pool.query(
      `INSERT INTO outbox_events (topic, payload, created_at, fanned_out_at, processed_at)
       VALUES ('t', '{}', ${ago(400)}, ${processed === null ? 'NULL' : ago(400)}, ${ago(processed)})`,
    )) as unknown as [{ insertId: number }];
    for (const [index, { state, settled, dropped }] of deliveries.entries()) {
      const drop = dropped === undefined ? 'NULL' : "'me'";
      await database.pool.query(
        `INSERT INTO deliveries (event_id, channel, recipient, state, settled_at, dropped_at, dropped_by, dropped_reason)
         VALUES (${insertId}, 'email', 'p${index}', '${state}', ${ago(settled)}, ${ago(dropped)}, ${drop}, ${drop})`,
      );
    }
    return insertId;
  }
  const events = async () =>
    (await select<{ id: number }>(database, 'SELECT id FROM outbox_events ORDER BY id')).map(({ id }) => id);

  const sent = { state: 'sent', settled: 100 };
  test.each<[string, number | null, Delivery[], boolean]>([
    ['was sent', 100, [sent], true],
    ['was sent to several', 100, [sent, sent], true],
    ['nobody was to hear of', 100, [], true],
    ['died and was dropped', 100, [{ state: 'dead', settled: 100, dropped: 95 }], true],
    ['was sent lately', 10, [{ state: 'sent', settled: 10 }], false],
    ['is not fanned out', null, [], false],
    ['is open though all its deliveries are sent', null, [sent], false],
    ['died', 100, [{ state: 'dead', settled: 100 }], false],
    ['died and was dropped lately', 100, [{ state: 'dead', settled: 100, dropped: 3 }], false],
    ['died for one of two', 100, [sent, { state: 'dead', settled: 100 }], false],
    // Processed and yet open: sent again by hand, or half restored. The ledger's word counts.
    ['is pending for one of two', 100, [sent, { state: 'pending' }], false],
    ['is queued', 100, [{ state: 'queued' }], false],
    ['is being sent', 100, [{ state: 'sending' }], false],
    ['is pending, with an old time of settling', 100, [{ state: 'pending', settled: 100 }], false],
  ])('an event that %s: is it pruned?', async (_, processed, deliveries, isPruned) => {
    const id = await event(processed, ...deliveries);
    const young = await event(1, { state: 'sent', settled: 1 });
    const { code } = await prune('--older-than', '90d');
    expect(code).toBe(0);
    expect(await events()).toEqual(isPruned ? [young] : [id, young]);
    const [{ left }] = (await select<{ left: number }>(
      database,
      `SELECT COUNT(*) AS \`left\` FROM deliveries WHERE event_id = ${id}`,
    )) as [{ left: number }];
    expect(left).toBe(isPruned ? 0 : deliveries.length);
  });

  test('goes through any number in steps, past what it keeps, and a dry run changes nothing', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => [index + 1_000, 't', '{}']);
    await database.pool.query('INSERT INTO outbox_events (id, topic, payload) VALUES ?', [rows]);
    // All at the same instant, as a batch settles them: the walk must not stop between equals.
    await database.pool.query(
      'UPDATE outbox_events SET fanned_out_at = created_at, processed_at = UTC_TIMESTAMP(6) - INTERVAL 100 DAY',
    );
    await database.pool.query(
      `INSERT INTO deliveries (event_id, channel, recipient, state, settled_at)
       SELECT id, 'email', 'p', IF(id MOD 3 = 0, 'dead', 'sent'), UTC_TIMESTAMP(6) - INTERVAL 100 DAY FROM outbox_events`,
    );
    expect(await prune('--dry-run')).toMatchObject({
      code: 0,
      stdout: '667 old events would be pruned; 333 kept: open, or with a dead letter.\n',
    });
    expect(await events()).toHaveLength(1_000);
    expect((await prune()).stdout).toBe('667 old events pruned; 333 kept: open, or with a dead letter.\n');
    expect((await events()).filter((id) => id % 3 !== 0)).toEqual([]);
    expect(await events()).toHaveLength(333);
  });

  test('is done by housekeeping with the least rights, after keep_settled_days; 0 is never', async () => {
    await event(100, sent);
    const set = (value: string, stream = '') =>
      database.pool.query('REPLACE INTO settings (name, value_stream, value) VALUES (?, ?, ?)', [
        'keep_settled_days',
        stream,
        value,
      ]);
    await set('0');
    expect((await keepHouse()).stdout).toBe('Nothing to do.\n');
    expect((await prune()).code).toBe(2);
    await set('101');
    expect((await keepHouse()).stdout).toBe('Nothing to do.\n');
    await set('99');
    expect(await keepHouse()).toEqual({ code: 0, stdout: '1 old event pruned\n', stderr: '' });
    for (const bad of ['-1', '1.5', 'off', '007'])
      await expect(set(bad)).rejects.toMatchObject({ errno: 9108 });
    await expect(set('5', 'main')).rejects.toMatchObject({ errno: 9108 });
    // What it may not: choose the age itself, or touch the tables.
    const pool = createPool(housekeeper, { connectionLimit: 1 });
    const calls = [
      "CALL prune_settled_before(UTC_TIMESTAMP(6), '1000-01-01', 0, 10, FALSE)",
      'DELETE FROM outbox_events',
      'DELETE FROM deliveries',
    ];
    for (const sql of calls) await expect(pool.query(sql)).rejects.toThrow(/denied/);
    await pool.end();
  });

  test('leaves a dead letter alone that somebody is just sending again', async () => {
    const id = await event(100, { state: 'dead', settled: 100, dropped: 100 });
    await using other = await openTransaction(database.pool);
    await other.query(`SELECT id FROM deliveries WHERE event_id = ${id} FOR UPDATE`);
    expect((await prune('--older-than', '90d')).stdout).toBe(
      '0 old events pruned; 1 kept: open, or with a dead letter.\n',
    );
    await other.query('COMMIT');
    expect((await prune('--older-than', '90d')).stdout).toBe('1 old event pruned.\n');
  });

  test('lets movers, relays and other pruners go on in the midst of a step', async () => {
    await database.pool.query(
      "INSERT INTO wip_limits (queue_name, wip_limit) VALUES ('backlog', -1), ('build', 1), ('live', -1)",
    );
    const old = [await event(100, sent), await event(100, sent)];
    const fresh = await event(null);
    // Holds the step up with all its locks taken, just before it commits.
    const gate = `gate_${randomBytes(4).toString('hex')}`;
    await database.pool.query(
      `CREATE TRIGGER hold_prune AFTER DELETE ON outbox_events FOR EACH ROW
       SET @held = IF(OLD.id = ${old[1]}, GET_LOCK('${gate}', 20) + RELEASE_LOCK('${gate}'), 0)`,
    );
    await using keeper = await openTransaction(database.pool);
    await keeper.query(`SELECT GET_LOCK('${gate}', 0)`);
    const pruning = prune('--older-than', '90d');
    try {
      const waiting = async () =>
        (
          await select(
            database,
            `SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND state LIKE 'User lock'`,
          )
        ).length;
      await expect.poll(waiting, { timeout: 10_000, interval: 20 }).toBe(1);

      await using mover = await openTransaction(database.pool);
      // Whoever has to wait for a lock at all gets an error after a second.
      await mover.query('SET SESSION innodb_lock_wait_timeout = 1');
      await mover.query("INSERT INTO work_items (reference) VALUES ('1')");
      await mover.query("INSERT INTO queues (reference, queue_name) VALUES ('1', 'build')");
      await mover.query("UPDATE queues SET queue_name = 'live' WHERE reference = '1'");
      await mover.query('COMMIT');
      expect((await events()).length).toBeGreaterThan(3);

      await using relay = await openTransaction(database.pool);
      await relay.query('SET SESSION innodb_lock_wait_timeout = 1');
      await relay.query(
        `INSERT INTO deliveries (event_id, channel, recipient) VALUES (${fresh}, 'email', 'somebody')`,
      );
      await relay.query(`UPDATE outbox_events SET fanned_out_at = UTC_TIMESTAMP(6) WHERE id = ${fresh}`);
      await relay.query('COMMIT');

      expect((await prune('--older-than', '90d')).stdout).toMatch(/^0 old events pruned; 2 kept/);
    } finally {
      await keeper.query(`SELECT RELEASE_LOCK('${gate}')`);
    }
    expect((await pruning).stdout).toBe('2 old events pruned.\n');
    expect(await events()).not.toContain(old[0]);
    expect(await events()).toContain(fresh);
    await database.pool.query('DROP TRIGGER hold_prune');
  });
});

/** A connection with an open transaction, as relays and movers have it; rolled back and closed at the end of the block. */
async function openTransaction(pool: Pool) {
  const connection = await pool.getConnection();
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  await connection.beginTransaction();
  return {
    query: (sql: string) => connection.query<RowDataPacket[]>(sql),
    [Symbol.asyncDispose]: async () => connection.destroy(),
  };
}
