import { describe, expect, it } from 'vitest';
import { withConnection } from './deadline.ts';
import { isRetryable } from './retry.ts';
import { boardTest } from './testing/board-test.ts';
import { serviceDatabases } from './testing/index.ts';

describe.each(serviceDatabases())('withConnection on $name', (server) => {
  const database = boardTest(server, { connectionLimit: 1 });

  const ask = (sql: string, deadlineMs = 5_000) =>
    withConnection(database.pool, deadlineMs, (connection) => connection.query(sql));
  const fails = async (work: Promise<unknown>) => {
    const error = await work.then(() => undefined).catch((reason: unknown) => reason);
    return error !== undefined && isRetryable(error);
  };

  it('ends a statement that takes too long, and the pool continues with a new connection', async () => {
    expect(await fails(ask('SELECT SLEEP(5)', 100))).toBe(true);
    await ask('SELECT 1');
  });

  it('ends the wait for a connection when all are lent', async () => {
    const lent = await database.pool.getConnection();
    expect(await fails(ask('SELECT 1', 100))).toBe(true);
    lent.release();
    await ask('SELECT 1');
  });

  it('treats a lost connection as worth a repetition, also for the next user of it', async () => {
    const both = withConnection(database.pool, 5_000, async (connection) => {
      await connection.query('KILL CONNECTION_ID()').catch(() => {});
      await connection.query('SELECT 1').catch(() => {});
      await connection.query('SELECT 1');
    });
    expect(await fails(both)).toBe(true);
    await ask('SELECT 1');
  });
});
