import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { drift, outbox, testDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { describe, expect, test } from 'vitest';

const fiveStatements = `
    INSERT INTO wip_limits (queue_name, wip_limit)
      VALUES ('backlog',-1),('triage',3),('development',3),('test',3),('uat',5),('production',-1),('drop',-1);
    INSERT INTO work_items (reference, short_desc) VALUES ('12345', 'Invoices show the wrong total');
    INSERT INTO queues (reference, queue_name) VALUES ('12345', 'backlog');
    UPDATE queues SET queue_name = 'development' WHERE reference = '12345';
    DELETE FROM queues WHERE reference = '12345';`;

describe.each(testDatabases())('plain SQL on $name', (server) => {
  const database = boardTest(server);

  test('the five statements work as they stand from the SQL client in a new database', async () => {
    const { hostname, port, username, pathname } = new URL(database.url);
    const address = ['-h', hostname, '-P', port, '-u', username, pathname.slice(1), '-e', fiveStatements];
    await promisify(execFile)('mariadb', address, { timeout: 20_000 });

    const [log] = await database.pool.query(
      'SELECT reference, from_queue, to_queue, actor FROM audit_log ORDER BY id',
    );
    expect(log).toEqual([
      { reference: '12345', from_queue: null, to_queue: 'backlog', actor: 'root@localhost' },
      { reference: '12345', from_queue: 'backlog', to_queue: 'development', actor: 'root@localhost' },
      { reference: '12345', from_queue: 'development', to_queue: null, actor: 'root@localhost' },
    ]);
    expect(await drift(database.pool)).toEqual([]);
    expect(await outbox(database.pool)).toEqual([
      {
        topic: 'queue.slot_available',
        payload: {
          value_stream: 'main',
          queue_name: 'development',
          wip_limit: 3,
          current_wip: 0,
          free_slots: 3,
          reference: '12345',
          waiting: [],
          waiting_in: null,
        },
      },
    ]);
  });

  test('queues get position and kind from their order and well-known names', async () => {
    const [rows] = await database.pool.query(
      'SELECT queue_name, position, kind FROM wip_limits ORDER BY position',
    );
    expect(rows).toEqual([
      { queue_name: 'backlog', position: 1, kind: 'backlog' },
      { queue_name: 'triage', position: 2, kind: 'active' },
      { queue_name: 'development', position: 3, kind: 'active' },
      { queue_name: 'test', position: 4, kind: 'active' },
      { queue_name: 'uat', position: 5, kind: 'active' },
      { queue_name: 'production', position: 6, kind: 'delivered' },
      { queue_name: 'drop', position: 7, kind: 'dropped' },
    ]);
  });
});
