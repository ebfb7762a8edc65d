import { applyRoles } from '@kanban/schema';
import { testDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';
import { callable, tableRights } from './role-rights.ts';

const known = ['Select', 'Insert', 'Update', 'Delete'];

describe.each(testDatabases())('rights on $name', (server) => {
  const database = boardTest(server);
  beforeAll(async () => {
    await applyRoles(database.url);
  });

  const read = async (sql: string) =>
    (await database.pool.query<RowDataPacket[]>(sql, [database.name]))[0].map((row) => ({
      name: String(row.name),
      role: String(row.role).replace('kanban_', ''),
      rights: String(row.rights ?? ''),
      columns: String(row.some_columns ?? ''),
    }));
  const letters = (rights: string) =>
    rights
      .split(',')
      .filter((right) => right !== '')
      .sort((a, b) => known.indexOf(a) - known.indexOf(b))
      .map((right) => (known.includes(right) ? right.charAt(0) : `(${right})`))
      .join('');

  test('are what is written down, for every table and view there is', async () => {
    const found = new Map<string, string[]>();
    for (const { name } of await read(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
    ))
      found.set(name, []);
    for (const { name, role, rights, columns } of await read(
      `SELECT Table_name AS name, User AS role, CAST(Table_priv AS CHAR) AS rights, CAST(Column_priv AS CHAR) AS some_columns
       FROM mysql.tables_priv WHERE Db = ? ORDER BY User`,
    ))
      found.get(name)?.push(`${role}:${letters(rights)}${letters(columns).toLowerCase()}`);
    expect(Object.fromEntries([...found].map(([name, rights]) => [name, rights.join(' ')]))).toEqual(
      tableRights,
    );
  });

  test('to call a routine are those written down, and no others', async () => {
    const routines = await read(
      'SELECT Routine_name AS name, User AS role, CAST(Proc_priv AS CHAR) AS rights FROM mysql.procs_priv WHERE Db = ?',
    );
    const callers = Object.groupBy(routines, ({ name }) => name);
    const found = Object.entries(callers).map(([name, rows = []]) => [
      name,
      rows
        .map(({ role }) => role)
        .sort()
        .join(' '),
    ]);
    expect(Object.fromEntries(found)).toEqual(callable);
    expect(new Set(routines.map(({ rights }) => rights))).toEqual(new Set(['Execute']));
  });

  test('on the whole database has the administrator alone, and neither to drop nor to change what is in it', async () => {
    const [rows] = await database.pool.query(
      `SELECT User, Select_priv, Execute_priv, Drop_priv, Alter_priv, Create_priv, Trigger_priv, Create_routine_priv
       FROM mysql.db WHERE Db = ?`,
      [database.name],
    );
    expect(rows).toEqual([
      {
        User: 'kanban_administrator',
        Select_priv: 'Y',
        Execute_priv: 'Y',
        Drop_priv: 'N',
        Alter_priv: 'N',
        Create_priv: 'N',
        Trigger_priv: 'N',
        Create_routine_priv: 'N',
      },
    ]);
  });
});
