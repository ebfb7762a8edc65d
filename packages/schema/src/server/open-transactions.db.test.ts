import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { applyRoles, createLogins } from '../logins.ts';
import { createPool } from '../pool.ts';
import { boardTest } from '../testing/board-test.ts';
import { createBoard, endPrepared, enter, testDatabases } from '../testing/index.ts';
import { type OpenTransaction, readOpenTransactions } from './open-transactions.ts';

/** InnoDB keeps what it told until nobody has asked for a tenth of a second. */
const patient = { interval: 250, timeout: 10_000 };

async function poll<T>(read: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  let found = await read();
  await expect
    .poll(async () => {
      if (!isThere(found)) found = await read();
      return isThere(found);
    }, patient)
    .toBe(true);
  return found;
}

describe.each(testDatabases())('who holds locks on $name', (server) => {
  const database = boardTest(server);
  let moverPool: Pool;
  let relay: Pool;
  let mover: PoolConnection;
  const connections = async (pool: Pool) =>
    (await look(pool)).transactions.map(({ connectionId }) => connectionId);
  const look = (pool: Pool, seconds = 0) => readOpenTransactions(pool, seconds, async () => {});

  beforeAll(async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a');
    await applyRoles(database.url);
    const suffix = `_${database.name.slice(-6)}`;
    const urls = await createLogins(database.url, { mover: 'p@ss', relay: 'p@ss' }, { suffix });
    moverPool = createPool(urls.mover ?? '');
    relay = createPool(urls.relay ?? '', { connectionLimit: 1 });
    mover = await moverPool.getConnection();
  });
  afterEach(() => mover.destroy());
  afterAll(async () => {
    await moverPool.end();
    await relay.end();
  });

  test('is seen by a service without the right to see others, with the connection to kill', async () => {
    await mover.query('START TRANSACTION');
    await mover.query("UPDATE queues SET queue_name = 'triage' WHERE reference = 'a'");
    const own = { connectionId: mover.threadId, database: database.name, isOwn: true };
    const ofMover = ({ connectionId }: { connectionId?: number }) => connectionId === mover.threadId;
    const { transactions } = await poll(
      () => look(relay),
      (found) => found.transactions.some(ofMover),
    );
    const seen = transactions.find(ofMover);
    expect(seen).toMatchObject({ ...own, login: expect.stringMatching(/^kanban_mover_/) });
    expect(seen?.seconds).toBeLessThan(60);
    const later = (await look(relay, 3_600)).transactions;
    expect(later.map(({ connectionId }) => connectionId)).not.toContain(mover.threadId);
    await mover.query('ROLLBACK');
    await expect.poll(() => connections(relay), patient).not.toContain(mover.threadId);
  });

  test('is asked for also while somebody runs a statement with an emoji', async () => {
    const [gate, busy] = await Promise.all([database.pool.getConnection(), database.pool.getConnection()]);
    await gate.query('SELECT GET_LOCK(?, 0)', [database.name]);
    const waiting = busy.query('SELECT GET_LOCK(?, 20) /* 🐝 */', [database.name]);
    const isRunning = async () => {
      const [all] = await gate.query<RowDataPacket[]>('SHOW FULL PROCESSLIST');
      return all.some(({ Id, Info }) => Id === busy.threadId && Info !== null);
    };
    try {
      await expect.poll(isRunning, patient).toBe(true);
      await expect(look(relay)).resolves.toHaveProperty('transactions');
      await expect(gate.query('CALL recover_bulk(@finished)')).resolves.toHaveLength(2);
    } finally {
      await gate.query('SELECT RELEASE_LOCK(?)', [database.name]);
      await waiting;
      gate.release();
      busy.release();
    }
  });

  test('is seen when prepared and left behind, by the name that ends it', async () => {
    const name = `${database.name}\u0000'`;
    mover = await moverPool.getConnection();
    await mover.query('XA START ?,?,3', [name, 'b']);
    await mover.query("UPDATE queues SET queue_name = 'test' WHERE reference = 'a'");
    await mover.query('XA END ?,?,3', [name, 'b']);
    await mover.query('XA PREPARE ?,?,3', [name, 'b']);
    mover.destroy();
    const bytes = Buffer.from(name).toString('hex');
    const isOurs = ({ xid }: { xid?: string }) =>
      xid !== undefined && (xid.toLowerCase().includes(bytes) || xid.includes(database.name));
    const { transactions, unseen } = await look(database.pool);
    // Before anything is expected: what is left prepared holds up the end of this test and of others.
    const isTold = ({ transactions: all }: { transactions: readonly OpenTransaction[] }) =>
      all.some((one) => isOurs(one) || (server.name === 'mysql' && one.connectionId === undefined));
    const seen = await poll(() => look(relay), isTold).catch((error) => error);
    const xid = transactions.find(isOurs)?.xid ?? `'${database.name}\\0\\'','b',3`;
    await endPrepared(database.pool, `XA ROLLBACK ${xid}`);
    expect(unseen).toEqual([]);
    expect(transactions.filter(isOurs)).toEqual([{ xid }]);
    // Who may not be told the name is told that it is there, and that the name is not.
    if (server.name === 'mysql')
      expect(seen.unseen).toEqual([expect.stringContaining('GRANT XA_RECOVER_ADMIN')]);
    else expect(seen.unseen).toEqual([]);
    expect((await look(database.pool)).transactions.filter(isOurs)).toEqual([]);
    await database.pool.query("UPDATE queues SET queue_name = 'development' WHERE reference = 'a'");
  });

  test('is reported as unknown to a login without the right', async () => {
    const { unseen } = await look(moverPool);
    expect(unseen).toContainEqual(
      expect.stringContaining('GRANT EXECUTE ON PROCEDURE list_open_transactions'),
    );
  });
});
