import { applyRoles, createLogins } from '@kanban/schema';
import { createBoard, drift, enter, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';

/** What a mover does all day, and two things that nobody may. `#` is the number of the attempt. */
const work = [
  "INSERT INTO work_items (reference, assignee, date_due) VALUES ('i#', 'ada', '2030-01-01')",
  "INSERT INTO queues (reference, queue_name) VALUES ('i#', 'backlog')",
  "UPDATE queues SET queue_name = 'uat' WHERE reference = 'i#'",
  "UPDATE work_items SET priority = 7, blocked_reason = 'waits' WHERE reference = 'i#'",
  "INSERT INTO comments (reference, body) VALUES ('i#', 'b')",
  "UPDATE queues SET queue_name = 'production' WHERE reference = 'i#'",
];
const never = [
  "UPDATE queues SET queue_name = 'test' WHERE reference = 'waiting'",
  "INSERT INTO comments (reference, body) VALUES ('nobody', 'b')",
];

/** Values at the ends of what a variable takes, other than the present one. */
function values(present: string): string[] {
  if (['ON', 'OFF'].includes(present)) return [present === 'ON' ? 'OFF' : 'ON'];
  if (/^\d+(\.\d+)?$/.test(present)) return ['0', '4294967295'].filter((value) => value !== present);
  return ["''", 'DEFAULT'];
}

/** These end or stop the connection itself, or make each statement time out: no harm to a board, only time for a test. */
const stopsItself =
  /timeout|max_statement_time|max_execution_time|rand_seed|^debug|net_|^pseudo_slave|innodb_ft_/;

describe.each(serviceDatabases())('session variables on $name', (server) => {
  const database = boardTest(server);
  let url: string;

  beforeAll(async () => {
    await createBoard(database.pool);
    await database.pool.query("UPDATE wip_limits SET wip_limit = -1 WHERE queue_name = 'uat'");
    await enter(database.pool, 'backlog', 'a', 'b', 'c', 'waiting');
    await database.pool.query("UPDATE queues SET queue_name = 'test' WHERE reference IN ('a', 'b', 'c')");
    await applyRoles(database.url);
    const suffix = `_${database.name.slice(-6)}`;
    url = (await createLogins(database.url, { mover: 'p@ss' }, { suffix })).mover ?? '';
  });

  const select = async (sql: string) => (await database.pool.query<RowDataPacket[]>(sql))[0];

  test('none that a mover may set, at either end of its range, lets a write break a promise', async () => {
    const from = Number((await select('SELECT UTC_TIMESTAMP(6) AS now'))[0]?.now);
    const variables = await select('SHOW SESSION VARIABLES');
    const broken: string[] = [];
    let attempts = 0;
    for (const { Variable_name: name, Value: present } of variables) {
      if (stopsItself.test(name)) continue;
      for (const value of values(present)) {
        const connection = await createConnection(url);
        const attempt = (sql: string) =>
          connection.query(sql).then(
            () => true,
            () => false,
          );
        if (await attempt(`SET SESSION ${name} = ${value}`)) {
          attempts++;
          for (const statement of work) await attempt(statement.replaceAll('#', String(attempts)));
          for (const statement of never)
            if (await attempt(statement)) broken.push(`${name} = ${value}: ${statement}`);
          await attempt('COMMIT');
        }
        connection.destroy();
      }
    }
    expect(attempts).toBeGreaterThan(100);
    // A read-only transaction and the like only make statements fail; with most variables the day's work is done.
    expect((await select('SELECT COUNT(*) AS moves FROM audit_log'))[0]?.moves).toBeGreaterThan(2 * attempts);

    expect(broken).toEqual([]);
    expect(await drift(database.pool)).toEqual([]);
    const [log] = await select(
      'SELECT MAX(id) AS last, COUNT(*) AS size, MIN(occurred_at) AS first_at, MAX(occurred_at) AS last_at FROM audit_log',
    );
    // Ids that no program can count to are far away; a step of auto_increment_increment is not.
    expect(log?.last).toBeLessThan(65_536 * (log?.size + 10));
    expect(log?.first_at).toBeGreaterThan(from - 3_600_000_000);
    expect(log?.last_at).toBeLessThan(from + 3_600_000_000);
    expect(
      await select(
        `SELECT later.id FROM audit_log later JOIN audit_log earlier ON earlier.item_id = later.item_id
         WHERE later.id > earlier.id AND later.occurred_at < earlier.occurred_at`,
      ),
    ).toEqual([]);
    expect(
      await select(
        `SELECT reference FROM comments WHERE reference NOT IN (SELECT reference FROM work_items)
         UNION ALL SELECT reference FROM work_items WHERE reference NOT REGEXP '^(i[0-9]+|a|b|c|waiting)$'
           OR date_due <> '2030-01-01' OR priority NOT IN (0, 7)
         UNION ALL SELECT reference FROM queues WHERE queue_id NOT IN (SELECT id FROM wip_limits)`,
      ),
    ).toEqual([]);
  });
});
