import { readFile } from 'node:fs/promises';
import type { RowDataPacket } from 'mysql2/promise';
import { parseDatabaseUrl, withDatabase } from './database-url.ts';
import { sqlDirectory } from './migrate/sql-files.ts';
import { createPool } from './pool.ts';

/** The purpose of a login, with its role in `sql/roles.sql`. */
const loginRoles = {
  reader: 'kanban_reader',
  mover: 'kanban_mover',
  board: 'kanban_board',
  relay: 'kanban_relay',
  notifier: 'kanban_notifier',
  housekeeper: 'kanban_housekeeper',
  importer: 'kanban_importer',
  administrator: 'kanban_administrator',
} as const;

export type LoginName = keyof typeof loginRoles;

/**
 * Creates the roles and grants of `sql/roles.sql` on the database of `adminUrl`, which must be migrated. May be
 * repeated.
 */
export async function applyRoles(adminUrl: string): Promise<void> {
  const text = await readFile(`${sqlDirectory}roles.sql`, 'utf8');
  const pool = createPool(adminUrl, { connectionLimit: 1 });
  try {
    for (const statement of text.split(/;\s*$/m)) {
      if (statement.trim() !== '') await pool.query(statement);
    }
  } finally {
    await pool.end();
  }
}

/**
 * Creates a login for each given password, or changes the password of an existing one, with exactly its role. The
 * default name is `kanban_<role>_login`; it may connect from any host that the server accepts.
 */
export async function createLogins(
  adminUrl: string,
  passwords: Readonly<Partial<Record<LoginName, string>>>,
  { suffix = '_login' }: { suffix?: string } = {},
): Promise<Partial<Record<LoginName, string>>> {
  const pool = createPool(adminUrl, { connectionLimit: 1 });
  const urls: Partial<Record<LoginName, string>> = {};
  try {
    const [[version]] = await pool.query<RowDataPacket[]>('SELECT VERSION() AS text');
    const isMariaDb = String(version?.text).includes('MariaDB');
    for (const [name, password] of Object.entries(passwords) as [LoginName, string][]) {
      const role = loginRoles[name];
      const user = `${role}${suffix}`;
      await pool.query('CREATE USER IF NOT EXISTS ? IDENTIFIED BY ?', [user, password]);
      await pool.query('ALTER USER ? IDENTIFIED BY ?', [user, password]);
      await pool.query(`GRANT ${role} TO ?`, [user]);
      await pool.query(`SET DEFAULT ROLE ${role} ${isMariaDb ? 'FOR' : 'TO'} ?`, [user]);
      // It writes for the people who signed in at it.
      if (name === 'board') {
        await pool.query(
          'INSERT INTO members (name, may_speak_for_others) VALUES (?, TRUE) ON DUPLICATE KEY UPDATE may_speak_for_others = TRUE',
          [user],
        );
      }
      urls[name] = withDatabase(adminUrl, parseDatabaseUrl(adminUrl).database ?? '', { user, password });
    }
  } finally {
    await pool.end();
  }
  return urls;
}
