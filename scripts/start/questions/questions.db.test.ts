import { createPool } from '@kanban/schema';
import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { describe, expect, test } from 'vitest';
import createRolesAndLogins from './create-logins.mjs';
import exampleMove from './example-move.mjs';
import isEmpty from './is-empty.mjs';

describe.each(serviceDatabases())('what npm start asks $name', (server) => {
  const database = boardTest(server);

  test('a database is empty until its first item, and a full queue is named with a queue that has room', async () => {
    expect(await isEmpty(database.url)).toBe(true);
    expect(await exampleMove(database.url)).toBeNull();
    await database.pool.query(
      "INSERT INTO wip_limits (queue_name, wip_limit) VALUES ('backlog', -1), ('build', 1), ('test', 1), ('live', -1)",
    );
    for (const [reference, queue] of [
      ['A', 'build'],
      ['B', 'test'],
      ['C', 'backlog'],
    ]) {
      await database.pool.query('INSERT INTO work_items (reference, short_desc) VALUES (?, ?)', [
        reference,
        '',
      ]);
      await database.pool.query('INSERT INTO queues (reference, queue_name) VALUES (?, ?)', [
        reference,
        queue,
      ]);
    }
    expect(await isEmpty(database.url)).toBe(false);
    expect(await exampleMove(database.url)).toEqual({ reference: 'B', fromQueue: 'test', toQueue: 'live' });
  });

  test('the logins it makes can be made again, work, and may not do what is not theirs', async () => {
    const passwords = { reader: 'one-password', notifier: 'another-password' };
    await createRolesAndLogins(database.url, passwords);
    const logins = (await createRolesAndLogins(database.url, passwords)) as typeof passwords;
    const mayRead = { reader: 'work_items', notifier: 'deliveries' };
    for (const name of ['reader', 'notifier'] as const) {
      const pool = createPool(logins[name], { connectionLimit: 1 });
      await pool.query(`SELECT * FROM ${mayRead[name]}`);
      await expect(pool.query('DELETE FROM work_items')).rejects.toMatchObject({ errno: 1142 });
      await pool.end();
    }
  });
});
