import { rewriteRows } from '@kanban/schema';
import { createBoard, enter, move, serviceDatabases, writePastTriggers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { beforeEach, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';
import { noIds, notMended, rebuilt, references } from './id-columns.ts';

describe.each(serviceDatabases())('a board whose ids a client chose, on $name', (server) => {
  const database = boardTest(server, { connectionLimit: 1 });
  const run = (sql: string) => database.pool.query(sql);
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });

  beforeEach(async () => {
    await database.empty();
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a', 'b');
    await move(database.pool, 'a', 'triage');
  });

  /** The effect of one row with an explicit id: from then on the table counts near the end of the range. */
  const countFrom = (table: string, id = 2n ** 64n - 5n) =>
    run(`ALTER TABLE ${table} AUTO_INCREMENT = ${id}`);
  const untilNothingGoes = async (statement: (n: number) => string) => {
    for (let n = 0; n < 9; n++) {
      try {
        await run(statement(n));
      } catch (error) {
        expect((error as { errno: number }).errno).toBe(1467);
        return;
      }
    }
    throw new Error('the table goes on counting');
  };
  const mended = async () => {
    const { code, stdout, stderr } = await kanban('mend', 'ids');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await kanban('verify')).toMatchObject({ code: 0 });
    expect((await kanban('mend', 'ids')).stdout).toBe('No id needs a repair.\n');
    return stdout;
  };
  const highest = async (table: string) =>
    Number((await select<{ id: number }>(database, `SELECT MAX(id) AS id FROM ${table}`))[0]?.id);

  test('finds every column that holds an id', async () => {
    const columns = await select<{ t: string; c: string }>(
      database,
      `SELECT table_name AS t, column_name AS c FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND column_type LIKE 'bigint%unsigned' AND extra NOT LIKE '%auto_increment%'`,
    );
    const known = [...Object.values(references), ...Object.values(notMended), rebuilt, noIds].flat();
    expect(columns.map(({ t, c }) => `${t}.${c}`).sort()).toEqual(
      known.map(([table, column]) => `${table}.${column}`).sort(),
    );
  });

  test('moves again after the ids of its log reached the end of the range', async () => {
    await countFrom('audit_log');
    await untilNothingGoes(
      (n) => `UPDATE queues SET queue_name = '${n % 2 ? 'test' : 'uat'}' WHERE reference = 'b'`,
    );
    const chain = "SELECT to_queue, HEX(chain_hash) AS hash FROM audit_log WHERE reference = 'b' ORDER BY id";
    const before = await select(database, chain);
    const dry = await kanban('mend', 'ids', '--dry-run');
    expect(dry.stdout).toMatch(/^audit_log: \d rows with an id from 2\^52 on would be renumbered/);
    expect(await mended()).toMatch(/^audit_log: \d rows .* were renumbered/);
    expect(await select(database, chain)).toEqual(before);
    expect(await highest('audit_log')).toBe(2 + 1 + before.length - 1);
    await move(database.pool, 'b', 'development');
    expect(await highest('audit_log')).toBe(2 + 1 + before.length);
    await expect(run('UPDATE audit_log SET actor = 1')).rejects.toMatchObject({ errno: 9104 });
  });

  test('renumbers comments, and events with their deliveries and attempts', async () => {
    for (const table of ['comments', 'outbox_events', 'deliveries']) await countFrom(table);
    await untilNothingGoes((n) => `INSERT INTO comments (reference, body) VALUES ('a', 'comment ${n}')`);
    await run("INSERT INTO outbox_events (topic, payload) VALUES ('x', '{}')");
    await run(
      "INSERT INTO deliveries (event_id, channel, recipient) SELECT MAX(id), 'email', 'a@x.test' FROM outbox_events",
    );
    await run('UPDATE deliveries SET carried_by = id');
    await run(
      "INSERT INTO delivery_attempts (delivery_id, attempt, outcome, said) SELECT id, 1, 'failed', 'no' FROM deliveries",
    );
    const told = `SELECT e.topic, a.said, c.recipient FROM delivery_attempts a JOIN deliveries d ON d.id = a.delivery_id
      JOIN deliveries c ON c.id = d.carried_by JOIN outbox_events e ON e.id = d.event_id WHERE d.id < 1000 AND e.id < 1000`;
    const comments = await select(database, 'SELECT body FROM comments ORDER BY id');
    await mended();
    expect(await select(database, told)).toEqual([{ topic: 'x', said: 'no', recipient: 'a@x.test' }]);
    expect(await select(database, 'SELECT body FROM comments ORDER BY id')).toEqual(comments);
    await run("INSERT INTO comments (reference, body) VALUES ('a', 'again')");
    expect(await highest('comments')).toBe(comments.length + 1);
  });

  test('renumbers items with their history and computes their chain again', async () => {
    await countFrom('work_items', 2n ** 64n - 1000n);
    await enter(database.pool, 'backlog', 'far', 'gone');
    await move(database.pool, 'far', 'development');
    await run("INSERT INTO dependencies (reference, depends_on) VALUES ('a', 'far')");
    await run("UPDATE work_items SET blocked_reason = 'x' WHERE reference = 'far'");
    await run("DELETE FROM queues WHERE reference = 'gone'");
    await run("DELETE FROM work_items WHERE reference = 'gone'");
    expect(await mended()).toContain('The chain of far in audit_log was computed again');
    for (const [table, column] of references.work_items ?? []) {
      if (table === 'queue_places') continue;
      const [row] = await select<{ id: number }>(database, `SELECT MAX(${column}) AS id FROM ${table}`);
      expect([table, column, Number(row?.id) < 1000]).toEqual([table, column, true]);
    }
    await run("UPDATE work_items SET blocked_reason = NULL WHERE reference = 'far'");
    await move(database.pool, 'far', 'test');
    await enter(database.pool, 'backlog', 'next');
    expect(await highest('work_items')).toBeLessThan(10);
    expect(await kanban('verify')).toMatchObject({ code: 0 });
  });

  test('moves rows of the log with too small ids after the older ones', async () => {
    const order = "SELECT to_queue, HEX(chain_hash) AS hash FROM audit_log WHERE reference = 'a' ORDER BY id";
    await writePastTriggers(
      database.pool,
      'audit_log',
      'UPDATE audit_log SET id = id + 100 ORDER BY id DESC',
    );
    await run('ALTER TABLE audit_log AUTO_INCREMENT = 200');
    await move(database.pool, 'a', 'development');
    await move(database.pool, 'a', 'test');
    const before = await select(database, order);
    await writePastTriggers(
      database.pool,
      'audit_log',
      "UPDATE audit_log SET id = 5 WHERE to_queue = 'development'",
    );
    expect(await select(database, order)).not.toEqual(before);
    expect(await kanban('rebuild')).toMatchObject({ code: 0 });
    expect(await kanban('verify')).toMatchObject({ code: 1 });
    expect(await mended()).toBe('audit_log: 2 rows of a were moved after all others, in their true order.\n');
    expect(await select(database, order)).toEqual(before);
  });

  test('keeps a broken chain if a row was changed', async () => {
    await writePastTriggers(
      database.pool,
      'audit_log',
      "UPDATE audit_log SET actor = 'x' WHERE reference = 'a'",
    );
    expect(await kanban('mend', 'ids')).toMatchObject({
      code: 0,
      stdout: 'audit_log: the chain of a is broken in another way; compare it with a backup.\n',
    });
    expect(await kanban('verify')).toMatchObject({ code: 1 });
  });

  test('stays open if bulk work prevents the repair', async () => {
    await countFrom('comments');
    await run("INSERT INTO comments (reference, body) VALUES ('a', 'far')");
    await run('CALL begin_bulk()');
    const { code, stderr } = await kanban('mend', 'ids');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Bulk work has not ended') });
    await run('CALL end_bulk()');
    await move(database.pool, 'b', 'uat');
    await mended();
  });

  test('is opened by the next migrate if the repair dies', async () => {
    await countFrom('audit_log');
    await untilNothingGoes(
      (n) => `UPDATE queues SET queue_name = '${n % 2 ? 'test' : 'uat'}' WHERE reference = 'b'`,
    );
    const rewrite = {
      plan: async () => ['audit_log', 'queues'],
      change: async () => {},
      finish: async (connection: { destroy(): void }) => connection.destroy(),
    };
    await expect(rewriteRows(database.url, rewrite)).rejects.toThrow();
    await expect(run("UPDATE queues SET queue_name = 'uat'")).rejects.toMatchObject({ errno: 9124 });
    expect(await kanban('mend', 'ids')).toMatchObject({
      code: 1,
      stderr: 'The database is not up to date: run `kanban migrate` first.\n',
    });
    expect(await kanban('migrate', '--no-roles')).toMatchObject({ code: 0 });
    await expect(run('UPDATE audit_log SET actor = 1')).rejects.toMatchObject({ errno: 9104 });
    await mended();
    await move(database.pool, 'b', 'development');
  });
});
