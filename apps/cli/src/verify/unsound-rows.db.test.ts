import { createBoard, enter, serviceDatabases, writePastTriggers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.ts';

describe.each(serviceDatabases())('rows from before they were refused, on $name', (server) => {
  const database = boardTest(server, { connectionLimit: 1 });
  beforeAll(async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a', 'b');
  });

  test('are named by verify, each kind, and a sound board has none', async () => {
    const verify = () => runCli(['verify'], { DATABASE_URL: database.url });
    const said = 'every row is one that the database would take today';
    expect((await verify()).stdout).toContain(`${said}: ok\n`);
    const { pool } = database;
    const off = server.name === 'mysql' ? 'NOT ENFORCED' : undefined;
    if (off) await pool.query(`ALTER TABLE work_items ALTER CHECK work_items_reference_given ${off}`);
    else await pool.query('SET check_constraint_checks = 0');
    await pool.query('SET foreign_key_checks = 0');
    await writePastTriggers(
      pool,
      'comments',
      "INSERT INTO comments (reference, body) VALUES ('nobody', 'x')",
    );
    await writePastTriggers(
      pool,
      'transitions',
      "INSERT INTO transitions (from_queue, to_queue) VALUES ('test', 'nowhere')",
    );
    await writePastTriggers(
      pool,
      'wip_limits',
      "INSERT INTO wip_limits (value_stream, queue_name, position, kind) VALUES ('no stream', 'q', 1, 'active')",
    );
    await pool.query('DROP TRIGGER work_items_after_insert_60_state');
    await writePastTriggers(pool, 'work_items', "INSERT INTO work_items (reference) VALUES ('')");
    await writePastTriggers(pool, 'value_streams', "UPDATE value_streams SET time_zone = '+02:00'");
    await writePastTriggers(
      pool,
      'audit_log',
      "UPDATE audit_log SET occurred_at = '2090-01-01' WHERE reference = 'a'",
    );
    await writePastTriggers(
      pool,
      'audit_log',
      "UPDATE audit_log SET id = 18446744073709551613 WHERE reference = 'b'",
    );
    if (off)
      await pool
        .query('ALTER TABLE work_items ALTER CHECK work_items_reference_given ENFORCED')
        .catch(() => {});
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    const [, lines] = new RegExp(`${said}: \\d+ differences\n((?: {2}.*\n)*)`).exec(stdout) ?? [];
    expect((lines ?? '').trim().split(/\n\s*/).sort()).toEqual([
      'audit_log: 1 row dated in the future: 1',
      'audit_log: 1 row with an id from 2^52 on (`kanban mend ids`): 18446744073709551613',
      'comments: 1 row whose reference is not in work_items: nobody',
      'transitions: 1 row whose value_stream, to_queue is not in wip_limits: main nowhere',
      'value_streams: 1 row with a zone that is not in time_zones: 1',
      'wip_limits: 1 row whose value_stream is not in value_streams: no stream',
      expect.stringMatching(/^work_items: 1 row against its rule work_items_reference_given: \d+$/),
    ]);
  });
});
