import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { applyRoles, parseDatabaseUrl } from '@kanban/schema';
import {
  createBoard,
  createTestDatabase,
  drift,
  enter,
  type TestDatabase,
  testDatabases,
} from '@kanban/schema/testing';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** The blocks of SQL in a document, in order, as the command-line client sends them. */
function sqlOf(document: string): string[] {
  const text = readFileSync(new URL(`../${document}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```sql\n(.*?)^```$/gms)].map(([, sql]) => sql as string);
  return blocks.map((sql) => sql.replaceAll(/^DELIMITER .*\n/gm, '').replaceAll(/\/\/$/gm, ';'));
}

describe.each(testDatabases())('the SQL in the documents on $name', (server) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase(server);
  });
  afterEach(() => database.drop());

  /** Runs blocks one after the other on one connection. */
  async function run(
    blocks: readonly string[],
    login?: { user: string; password: string; database: string },
  ) {
    const address = { ...parseDatabaseUrl(database.url), ...login };
    const connection = await createConnection({ ...address, multipleStatements: true });
    try {
      for (const block of blocks) {
        await connection.query(block).catch((error: Error) => {
          throw new Error(`${error.message}, in:\n${block}`);
        });
      }
    } finally {
      await connection.end();
    }
  }

  test('sql/README.md, and then REFERENCE.md and INTERNALS.md: what an example says works as it stands', async () => {
    await run(sqlOf('sql/README.md'));
    await run([...sqlOf('sql/REFERENCE.md'), ...sqlOf('sql/INTERNALS.md')]);

    const [cards] = await database.pool.query<RowDataPacket[]>(
      'SELECT reference, queue_name FROM queues ORDER BY reference',
    );
    expect(cards.map((card) => `${card.reference} ${card.queue_name}`)).toEqual([
      '1 development',
      '2 backlog',
      '3 backlog',
      '900 test',
      '901 production',
    ]);
    expect(await drift(database.pool)).toEqual([]);
  });

  test('sql/README.md: half a move that a handler left behind is made right by bulk work', async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a');
    await database.pool.query("UPDATE wip_limits SET wip_limit = 0 WHERE queue_name = 'triage'");
    await database.pool.query(`CREATE FUNCTION swallow() RETURNS INT MODIFIES SQL DATA
      BEGIN
        DECLARE CONTINUE HANDLER FOR SQLSTATE '45000' BEGIN END;
        UPDATE queues SET queue_name = 'triage' WHERE reference = 'a';
        RETURN 1;
      END`);
    const logged = async () => {
      const [rows] = await database.pool.query<RowDataPacket[]>('SELECT to_queue FROM audit_log ORDER BY id');
      return rows.map((row) => row.to_queue);
    };
    await database.pool.query('SELECT swallow()');
    expect(await logged()).toEqual(['backlog']);
    expect(await drift(database.pool)).not.toEqual([]);

    await run([
      'CALL begin_bulk()',
      "UPDATE queues SET moved_at = UTC_TIMESTAMP(6) WHERE reference = 'a'",
      'CALL end_bulk()',
    ]);

    expect(await logged()).toEqual(['backlog', 'triage']);
    expect(await drift(database.pool)).toEqual([]);
  });

  test('docs/subscriptions.md: what an example says works as it stands', async () => {
    await run(sqlOf('docs/subscriptions.md'));
    const [rows] = await database.pool.query<RowDataPacket[]>(
      `SELECT COALESCE(role, recipient, member) AS who, digest, TIME_FORMAT(quiet_from, '%H:%i') AS quiet, time_zone AS zone
       FROM subscriptions ORDER BY id`,
    );
    expect(rows.map(({ who, digest, quiet, zone }) => [who, digest, quiet, zone])).toEqual([
      ['testers@example.com', null, null, 'UTC'],
      ['assignee', null, '20:00', 'Europe/Berlin'],
      ['manager', 'daily 08:00', null, 'Europe/Berlin'],
      ['substitute-of-ada@example.com', null, null, 'UTC'],
      ['ada', null, null, 'UTC'],
    ]);
  });

  test('docs/adopting.md: every step works as it stands, and leads back without a trace', async () => {
    const shop = `kanban_shop_${randomBytes(6).toString('hex')}`;
    const login = `tickets_${randomBytes(6).toString('hex')}`;
    const old = `old_${randomBytes(6).toString('hex')}`;
    const { pool } = database;
    await applyRoles(database.url);
    await pool.query('CREATE DATABASE ?? DEFAULT CHARACTER SET utf8mb4', [shop]);
    try {
      await run([
        `CREATE TABLE ${shop}.tickets (id INT PRIMARY KEY, title VARCHAR(200), owner VARCHAR(60), state VARCHAR(30),
           due_at DATETIME NULL, changed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)`,
        `INSERT INTO ${shop}.tickets (id, title, owner, state)
         VALUES (1, 'one', 'ada', 'New'), (2, 'two', NULL, 'Review'), (3, 'three', 'ada', 'Done')`,
      ]);
      const blocks = sqlOf('docs/adopting.md').map((sql) =>
        sql
          .replaceAll(/\bkanban\./g, `${database.name}.`)
          .replaceAll(/\bshop\./g, `${shop}.`)
          .replaceAll('tickets_app', login),
      );
      const connected = blocks.findIndex((sql) => sql.includes('CREATE TRIGGER'));
      await run(blocks.slice(0, connected + 1));

      // The old application goes on as before, by its own login, which knows nothing of the board.
      await run([
        `CREATE USER '${old}'@'%' IDENTIFIED BY 'old-app-9!Kf'`,
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ${shop}.* TO '${old}'@'%'`,
      ]);
      await run(
        [
          "INSERT INTO tickets (id, title, state) VALUES (4, 'four', 'New')",
          "UPDATE tickets SET state = 'In progress', title = 'one more' WHERE id IN (1, 2)",
          "UPDATE tickets SET state = 'Done' WHERE id = 4",
          'DELETE FROM tickets WHERE id = 3',
        ],
        { user: old, password: 'old-app-9!Kf', database: shop },
      );
      const [noted] = await pool.query<RowDataPacket[]>(
        "SELECT reference, to_queue, SUBSTRING_INDEX(actor, '@', 1) AS actor FROM audit_log WHERE rule_notes = ?",
        ['illegal_move'],
      );
      expect(noted.map((row) => `${row.reference} ${row.to_queue} ${row.actor}`)).toEqual([`4 Done ${old}`]);

      await run(blocks.slice(connected + 1, -1));
      const [tickets] = await pool.query<RowDataPacket[]>(
        `SELECT t.id, t.state, q.queue_name FROM ${shop}.tickets t JOIN queues q ON q.reference = t.id ORDER BY t.id`,
      );
      expect(tickets.map((row) => `${row.id} ${row.state} ${row.queue_name}`)).toEqual([
        '1 Review Review',
        '2 In progress In progress',
        '4 Done Done',
      ]);
      expect(await drift(pool)).toEqual([]);
      await expect(
        pool.query("UPDATE queues SET queue_name = 'Closed' WHERE reference = '2'"),
      ).rejects.toMatchObject({ errno: 9109 });

      const [script] = await pool.query<RowDataPacket[]>((blocks.at(-1) as string).replace(/;\s*$/, ''));
      const [tables] = await pool.query<RowDataPacket[]>(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
      );
      await run([
        'SET foreign_key_checks = 0;'.concat(...tables.map(({ name }) => `DROP TABLE \`${name}\`;`)),
        script.map((row) => Object.values(row)[0]).join('\n'),
      ]);
      const [[left]] = await pool.query<RowDataPacket[]>(
        `SELECT (SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()) AS \`tables\`,
           (SELECT COUNT(*) FROM information_schema.routines WHERE routine_schema = DATABASE()) AS routines,
           (SELECT COUNT(*) FROM information_schema.events WHERE event_schema = DATABASE()) AS \`events\``,
      );
      expect(left).toEqual({ tables: 0, routines: 0, events: 0 });
    } finally {
      await pool.query('DROP DATABASE ??', [shop]);
      await pool.query(`DROP USER IF EXISTS '${login}'@'%', '${old}'@'%'`);
    }
  });
});
