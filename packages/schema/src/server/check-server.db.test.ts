import { randomBytes } from 'node:crypto';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withDatabase } from '../database-url.ts';
import { migrate } from '../migrate/migrate.ts';
import { createPool } from '../pool.ts';
import { testDatabases } from '../testing/servers.ts';

/** All that a login needs to make the board, and keep it up to date, without its roles. MariaDB never asks for REFERENCES. */
const needed = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'ALTER',
  'DROP',
  'INDEX',
  'REFERENCES',
  'LOCK TABLES',
  'TRIGGER',
  'CREATE VIEW',
  'CREATE ROUTINE',
  'ALTER ROUTINE',
  'EXECUTE',
  'EVENT',
] as const;

describe.each(testDatabases())('a login that migrates, on $name', ({ adminUrl, name }) => {
  const suffix = randomBytes(4).toString('hex');
  const database = `kanban_test_rights_${suffix}`;
  const user = `rights_${suffix}`;
  const url = withDatabase(adminUrl, database, { user, password: 'test' });
  let root: Pool;

  beforeAll(async () => {
    root = createPool(adminUrl, { connectionLimit: 1 });
    await root.query('CREATE USER ? IDENTIFIED BY ?', [user, 'test']);
  });
  afterAll(async () => {
    await root.query('DROP USER IF EXISTS ?', [user]);
    await root.query('DROP DATABASE IF EXISTS ??', [database]);
    await root.end();
  });

  async function allow(rights: readonly string[]) {
    await root.query('REVOKE ALL PRIVILEGES, GRANT OPTION FROM ?', [user]);
    // MySQL lets nobody in a database on which he has no right at all.
    await root.query(`GRANT ${['SHOW VIEW', ...rights].join(', ')} ON ??.* TO ?`, [database, user]);
  }

  async function whatIsThere() {
    const [rows] = await root.query<RowDataPacket[]>(
      `SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name = ?
       UNION ALL SELECT table_name FROM information_schema.tables WHERE table_schema = ?
       UNION ALL SELECT routine_name FROM information_schema.routines WHERE routine_schema = ?`,
      [database, database, database],
    );
    return rows.map((row) => row.name);
  }

  test.each(needed.filter((right) => name === 'mysql' || right !== 'REFERENCES'))(
    'is refused without %s, by name and with what to do, and nothing is made',
    async (right) => {
      await allow(needed.filter((each) => each !== right));
      await expect(migrate(url)).rejects.toThrow(
        new RegExp(
          `^The login of DATABASE_URL lacks .*${right}.* on .*; say GRANT .*${right}.* ON .* TO '${user}'@'%'[^\n]*\\.$`,
        ),
      );
      expect(await whatIsThere()).toEqual([]);
    },
  );

  test('gets a message with all missing rights at once', async () => {
    await allow(['SELECT']);
    const missing = needed.filter((right) => right !== 'SELECT').join(', ');
    await expect(migrate(url)).rejects.toThrow(`say GRANT ${missing} ON \`${database}\`.*`);
  });

  test('is refused before anything where the roles are to be made too and it may not', async () => {
    await allow(needed);
    await expect(migrate(url, undefined, undefined, { roles: true })).rejects.toThrow(
      /kanban migrate --no-roles\.$/,
    );
    expect(await whatIsThere()).toEqual([]);
  });

  test('creates the whole board with the rights that are documented, and without EVENT if events are left out', async () => {
    await allow(needed.filter((right) => right !== 'EVENT'));
    await migrate(url, undefined, undefined, { events: false });
    const events = async () =>
      (
        await root.query<RowDataPacket[]>(
          'SELECT event_name AS name FROM information_schema.events WHERE event_schema = ?',
          [database],
        )
      )[0].map(({ name }) => name);
    expect(await events()).toEqual([]);
    expect(await whatIsThere()).not.toContain('kanban_ask');
    await allow(needed);
    expect((await migrate(url)).repeatables).toEqual(['events/kanban_housekeeping']);
    expect(await events()).toEqual(['kanban_housekeeping']);
  });

  test('is refused if a table of the board has another engine; tables of others do not matter', async () => {
    await allow(needed);
    await migrate(url);
    await root.query('CREATE TABLE ??.of_others (n INT) ENGINE = MyISAM', [database]);
    await migrate(url);
    await root.query('ALTER TABLE ??.link_walk ENGINE = MyISAM', [database]);
    await expect(migrate(url)).rejects.toThrow(
      'Not of InnoDB: link_walk (MyISAM): other engines have neither transactions nor row locks; say ALTER TABLE … ENGINE = InnoDB for each of them.',
    );
  });
});
